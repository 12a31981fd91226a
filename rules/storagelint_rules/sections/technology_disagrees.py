"""SL123 technology-disagrees: another product than the one that the project has chosen."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.products import products_in
from storagelint.judging.surroundings.architecture import ARCHITECTURE, file_key, systems
from storagelint.judging.surroundings.files import is_on_disk
from storagelint.judging.surroundings.neighbours import beside, text_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Project

_REPORT = "00-research-report.md"


class TechnologyDisagrees(Rule):
    """Products of one class are compared; a product that is named beside others agrees."""

    code = "SL123"
    name = "technology-disagrees"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        chosen = [store for store in document.chosen_stores if store.known and store.store_class]
        if not chosen or not is_on_disk(document, context.project):
            return
        where, text = _decision(document, context.project)
        named = products_in(text)
        for store in chosen:
            rivals = [name for name, kind in named.items() if kind == store.store_class]
            if rivals and store.technology not in named:
                message = f"{store.technology} disagrees with {rivals[0]} in {where}"
                yield self.at(document, store.span, message)


def _decision(document: Document, project: Project) -> tuple[str, str]:
    """Where it stands what the document's system runs on, and the words that say it."""
    if document.kind == "data-design":
        return _REPORT, text_of(beside(document, _REPORT), project) or ""
    if document.kind == "storage" and document.system:
        key = file_key(document.system).removeprefix("backend-")
        for system in systems(project) or ():
            if system.key.removeprefix("backend-") == key:
                return ARCHITECTURE, system.stack
    return "", ""
