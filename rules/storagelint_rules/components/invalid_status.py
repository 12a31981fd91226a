"""SL806 invalid-status: a status that components do not have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.standard import standard


class InvalidStatus(Rule):
    code = "SL806"
    name = "invalid-status"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        known = standard().statuses
        for conductor in project.conductors:
            for component in conductor.components:
                metadata, status = component.metadata, component.status
                if metadata and status and status not in known:
                    message = f"status {status} of component {component.id} is unknown"
                    place = metadata.place("status")
                    yield self.at(metadata, place, message, entity=component.id, field="status")
            for row in conductor.rows:
                status = row.text("status")
                if status and status not in known:
                    message = f"status {status} of component {row.id} is unknown"
                    place = row.cells["status"].span
                    yield self.at(row, place, message, entity=row.id, field="status")
