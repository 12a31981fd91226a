"""SL821 missing-context-file: a file that all components refer to is not there."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.standard import standard


class MissingContextFile(Rule):
    code = "SL821"
    name = "missing-context-file"
    severity = Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            place = conductor.place
            for name in standard().context_files:
                if place and name not in conductor.files:
                    message = f"{conductor.folder} has no {name}"
                    yield self.at(place, place.span, message, field=name)
