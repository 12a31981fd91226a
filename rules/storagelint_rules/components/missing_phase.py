"""SL812 missing-phase: a plan without a standard phase, or with one that is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from storagelint.judging.components.plan_phases import covered, place_before
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Project
from storagelint.model.components import Component, Phase, Plan

if TYPE_CHECKING:
    from storagelint.generating.components.plan_phases import Insertion


class MissingPhase(Rule):
    """A plan without any phase gets one finding, not eight; all are written at once."""

    code = "SL812"
    name = "missing-phase"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            if component.plan and not component.ended:
                yield from self._check(component, component.plan)

    def _check(self, component: Component, plan: Plan) -> Iterator[Diagnostic]:
        lacking = [phase for phase, found in covered(plan).items() if not found]
        fix = _phases_fix(component, plan) if lacking else None
        if not plan.phases:
            message = f"plan of component {component.id} has no phases"
            yield self.at(plan, plan.title_span, message, entity=component.id, fix=fix)
            return
        for phase in lacking:
            message = f"plan of component {component.id} has no phase {phase.name}"
            place = place_before(plan, phase)
            yield self.at(plan, place, message, entity=component.id, field=phase.name, fix=fix)
            fix = None
        for own in plan.phases:
            if not own.tasks:
                message = f"phase {own.name or own.number} has no tasks"
                fix = _tasks_fix(component, own)
                yield self.at(plan, own.span, message, entity=component.id, field=own.name, fix=fix)


def _phases_fix(component: Component, plan: Plan) -> Fix | None:
    from storagelint.generating.components.plan_phases import with_all_phases

    return _fix(component, "Add the phases", with_all_phases(plan))


def _tasks_fix(component: Component, phase: Phase) -> Fix | None:
    from storagelint.generating.components.plan_phases import with_tasks

    return _fix(component, "Add the tasks", with_tasks(phase))


def _fix(component: Component, title: str, found: list[Insertion]) -> Fix | None:
    """A completed component would be in progress again with tasks that nobody has done."""
    if not found or component.status == "Completed":
        return None
    return Fix(title, tuple(Edit(each.span, each.text) for each in found))
