"""SL115 system-list-missing: an architecture from which no backend system can be read."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.architecture import ARCHITECTURE, systems
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.source import Span


class SystemListMissing(Rule):
    """Only where storage designs are kept, which go by that list."""

    code = "SL115"
    name = "system-list-missing"
    severity = Severity.ERROR
    rests_on_all = True

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        designs = [
            head
            for head in project.heads
            if head.kind == "storage" and head.path.startswith("docs/storage/")
        ]
        listed = systems(project)
        if listed is None or not designs or any(system.backend for system in listed):
            return
        message = f"no backend system can be read from {ARCHITECTURE}"
        yield Diagnostic(
            self.code, self.name, self.severity, message, ARCHITECTURE, Span(1, 1, 1, 1)
        )
