"""SL114 missing-document: a backend system that has no storage design."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.architecture import ARCHITECTURE, System, systems
from storagelint.judging.surroundings.files import exists
from storagelint.linting.rule import Context, Diagnostic, Fix, NewFile, Rule, Safety, Severity
from storagelint.model import Project


class MissingDocument(Rule):
    """Only projects that keep storage designs under docs/storage owe one for every system."""

    code = "SL114"
    name = "missing-document"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        if not exists("docs/storage", project):
            return
        for system in systems(project) or ():
            if system.backend and not any(exists(path, project) for path in system.designs):
                yield Diagnostic(
                    self.code,
                    self.name,
                    self.severity,
                    f"backend system {system.name} has no storage design",
                    ARCHITECTURE,
                    system.span,
                    fix=_fix(system, project, context),
                )


def _fix(system: System, project: Project, context: Context) -> Fix | None:
    """The design that `storagelint new storage` writes."""
    kind, path = context.kinds.get("storage"), system.place
    if kind is None or path is None:
        return None
    from storagelint.generating.storage_document import storage_document

    text = storage_document(system, path, project, kind)
    return Fix(f"Write {path}", creates=(NewFile(path, text),))
