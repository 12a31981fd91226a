"""SL813 misnumbered-phase: a phase whose number does not follow the one before."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components.plan_phases import misnumbered, renumbered
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Project


class MisnumberedPhase(Rule):
    code = "SL813"
    name = "misnumbered-phase"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            plan = component.plan
            if plan is None:
                continue
            edits = [Edit(phase.number_span, str(number)) for phase, number in renumbered(plan)]
            fix = Fix("Number the phases anew", tuple(edits)) if edits else None
            for phase, wanted in misnumbered(plan):
                message = f"phase {phase.name} is number {phase.number}, not {wanted}"
                yield self.at(
                    plan,
                    phase.number_span,
                    message,
                    entity=component.id,
                    field=phase.name,
                    fix=fix,
                )
                fix = None
