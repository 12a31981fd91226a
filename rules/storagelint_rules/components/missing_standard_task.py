"""SL814 missing-standard-task: a standard phase that lost one of its standard tasks."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.components.plan_phases import dropped_tasks
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Project


class MissingStandardTask(Rule):
    code = "SL814"
    name = "missing-standard-task"
    severity = Severity.INFO
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            plan = component.plan
            if plan is None or component.ended:
                continue
            for phase, task in dropped_tasks(plan):
                fix = None
                if phase.end and component.status != "Completed":
                    fix = Fix("Add the task", (Edit(phase.end, f"\n{phase.lead}{task}"),))
                message = f"phase {phase.name} has no task «{task}»"
                yield self.at(plan, phase.span, message, entity=component.id, field=task, fix=fix)
