"""SL804 missing-component-file: a component without one of its three files."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.standard import standard


class MissingComponentFile(Rule):
    """A file that is there and cannot be read is the matter of SL001."""

    code = "SL804"
    name = "missing-component-file"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            for component in conductor.components:
                place = conductor.place_of(component)
                for name in standard().files:
                    if place and name not in component.files:
                        message = f"component {component.id} has no {name}"
                        yield self.at(place, place.span, message, entity=component.id, field=name)
