"""SL804 missing-component-file: a component without one of its three files."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Fix, NewFile, Rule, Safety, Severity
from storagelint.model import Project
from storagelint.model.components import Component, Conductor
from storagelint.model.standard import standard


class MissingComponentFile(Rule):
    """A file that is there and cannot be read is the matter of SL001."""

    code = "SL804"
    name = "missing-component-file"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for conductor in project.conductors:
            for component in conductor.components:
                place = conductor.place_of(component)
                for name in standard().files:
                    if place and name not in component.files:
                        message = f"component {component.id} has no {name}"
                        fix = _fix(conductor, component, name)
                        yield self.at(
                            place, place.span, message, entity=component.id, field=name, fix=fix
                        )


def _fix(conductor: Conductor, component: Component, name: str) -> Fix | None:
    from storagelint.generating.components.component_facts import missing_file

    text = missing_file(conductor, component, name)
    if text is None:
        return None
    return Fix(f"Write {name}", creates=(NewFile(f"{component.folder}/{name}", text),))
