"""SL820 invalid-spec-part: a part of a specification that says nothing, or what cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components.spec_parts import wrong_part
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project


class InvalidSpecPart(Rule):
    code = "SL820"
    name = "invalid-spec-part"
    severity = Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            for part in component.spec.parts if component.spec else ():
                wrong = wrong_part(part, component)
                if wrong:
                    message = f"part {part.name} of component {component.id} {wrong}"
                    yield self.at(part, part.place, message, entity=component.id, field=part.name)
