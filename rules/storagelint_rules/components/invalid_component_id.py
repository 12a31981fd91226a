"""SL801 invalid-component-id: an id of a form that components do not have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components.component_values import wrong_id
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project


class InvalidComponentId(Rule):
    code = "SL801"
    name = "invalid-component-id"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            for component in conductor.components:
                wrong, place = wrong_id(component.id), conductor.place_of(component)
                if wrong and place:
                    message = f"component id {component.id} {wrong}"
                    yield self.at(place, place.span, message, entity=component.id)
            for row in conductor.rows:
                wrong = wrong_id(row.id)
                if wrong and conductor.component(row.id) is None:
                    message = f"component id {row.id} {wrong}"
                    yield self.at(row, row.span, message, entity=row.id)
