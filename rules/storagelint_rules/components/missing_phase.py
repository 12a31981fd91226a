"""SL812 missing-phase: a plan without a standard phase, or with one that is empty."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.plan_phases import covered, place_before
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.components import Component, Plan


class MissingPhase(Rule):
    """A plan without any phase gets one finding, not eight."""

    code = "SL812"
    name = "missing-phase"
    severity = Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            if component.plan and not component.ended:
                yield from self._check(component, component.plan)

    def _check(self, component: Component, plan: Plan) -> Iterator[Diagnostic]:
        if not plan.phases:
            message = f"plan of component {component.id} has no phases"
            yield self.at(plan, plan.title_span, message, entity=component.id)
            return
        for standard, phases in covered(plan).items():
            if not phases:
                message = f"plan of component {component.id} has no phase {standard.name}"
                place = place_before(plan, standard)
                yield self.at(plan, place, message, entity=component.id, field=standard.name)
        for phase in plan.phases:
            if not phase.tasks:
                message = f"phase {phase.name or phase.number} has no tasks"
                yield self.at(plan, phase.span, message, entity=component.id, field=phase.name)
