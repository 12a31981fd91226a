"""SL819 missing-spec-part: a specification without a part that every one has."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.components import Component, Spec
from storagelint.model.standard import standard
from storagelint.source import Span


class MissingSpecPart(Rule):
    """A specification with none of the parts gets one finding, not sixteen."""

    code = "SL819"
    name = "missing-spec-part"
    severity = Severity.ERROR

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            if component.spec and not component.ended:
                yield from self._check(component, component.spec)

    def _check(self, component: Component, spec: Spec) -> Iterator[Diagnostic]:
        parts = standard().parts
        if {part.name for part in spec.parts} <= {"Title"}:
            message = (
                f"specification of component {component.id} has none of its {len(parts)} parts"
            )
            yield self.at(spec, spec.title_span, message, entity=component.id)
            return
        place: Span = spec.title_span
        for part in parts:
            found = spec.part(part.name)
            if found:
                place = found.span
                continue
            message = f"specification of component {component.id} has no part {part.name}"
            yield self.at(spec, place, message, entity=component.id, field=part.name)
