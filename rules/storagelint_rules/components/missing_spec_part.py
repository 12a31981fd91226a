"""SL819 missing-spec-part: a specification without a part that every one has."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Project
from storagelint.model.components import Component, Spec
from storagelint.model.standard import StandardPart, standard
from storagelint.source import Span


class MissingSpecPart(Rule):
    """A specification with none of the parts gets one finding, not sixteen."""

    code = "SL819"
    name = "missing-spec-part"
    severity = Severity.ERROR
    fixable = Safety.SAFE

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
            fix = _fix(component, spec)
            yield self.at(spec, spec.title_span, message, entity=component.id, fix=fix)
            return
        place: Span = spec.title_span
        for part in parts:
            found = spec.part(part.name)
            if found:
                place = found.span
                continue
            message = f"specification of component {component.id} has no part {part.name}"
            fix = _fix(component, spec, part)
            yield self.at(spec, place, message, entity=component.id, field=part.name, fix=fix)


def _fix(component: Component, spec: Spec, part: StandardPart | None = None) -> Fix | None:
    """The part, or all that are missing."""
    from storagelint.generating.components.spec_parts import missing_parts, with_parts

    parts = [part] if part else missing_parts(spec)
    found = with_parts(component, spec, parts)
    if not found:
        return None
    title = f"Add the part {parts[0].name}" if len(parts) == 1 else "Add the parts"
    return Fix(title, tuple(Edit(place, text) for place, text in found))
