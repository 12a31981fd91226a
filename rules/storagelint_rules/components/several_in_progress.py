"""SL823 several-in-progress: more than one component is in progress."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project


class SeveralInProgress(Rule):
    code = "SL823"
    name = "several-in-progress"
    severity = Severity.INFO

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            active = [each for each in conductor.components if each.status == "In Progress"]
            for component in active[1:]:
                metadata = component.metadata
                if metadata:
                    message = f"component {component.id} is in progress beside {active[0].id}"
                    place = metadata.place("status")
                    yield self.at(metadata, place, message, entity=component.id, field="status")
