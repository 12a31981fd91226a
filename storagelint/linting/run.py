"""Documents -> findings in their order, with what was counted on the way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from storagelint.config import Settings
from storagelint.kinds import Kind
from storagelint.linting.checker import Checker
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Severity
from storagelint.linting.selection import Selection
from storagelint.linting.sifting import Sifting
from storagelint.linting.suppress import suppressions
from storagelint.linting.task import RULE_SECONDS
from storagelint.linting.watchdog import Watchdog
from storagelint.model import Document, Project, fold
from storagelint.model.components import FOLDER, Conductor


def check(
    result: Result,
    registry: Registry,
    selection: Selection,
    settings: Settings,
    kinds: Mapping[str, Kind],
    *,
    root: Path | None = None,
    settings_path: Path | None = None,
    suppress: bool = True,
    least: Severity = Severity.INFO,
    rule_seconds: float = RULE_SECONDS,
) -> Result:
    """The result with the findings of the rules in it, sorted, the suppressed ones taken out."""
    project = project_of([*result.documents, *result.context], settings, root)
    checked = frozenset(document.path for document in result.documents)
    checker = Checker(project, checked, kinds, settings, Watchdog(rule_seconds))
    rules = selection.rules(registry)
    with checker.watchdog.on_guard():
        for document in result.documents:
            result.diagnostics.extend(checker.check_document(document, rules))
        result.diagnostics.extend(checker.check_project(rules))
    for document in result.documents:
        found = suppressions(document.page, registry.knows) if suppress else []
        if found:
            result.suppressions[document.path] = found
    how_to = frozenset(document.path for document in result.documents if document.how_to)
    sifting = Sifting(registry, selection, settings, root, settings_path, suppress, least)
    return sifting.sift(result, how_to)


def project_of(documents: list[Document], settings: Settings, root: Path | None) -> Project:
    """All documents of a run together, with what the settings say of those elsewhere."""
    external = frozenset(fold(name) for name in settings.external_entities)
    documents = sorted(documents, key=lambda document: document.path)
    return Project(documents, root, external, read_conductors)


def read_conductors(project: Project) -> tuple[Conductor, ...]:
    """The folders storage-conductor/ of a project; their reader is loaded where there are any."""
    if not any(FOLDER in head.path for head in project.heads):
        return ()
    from storagelint.reading import components

    return components.read_conductors(project)
