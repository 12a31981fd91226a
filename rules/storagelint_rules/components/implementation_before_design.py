"""SL818 implementation-before-design: work is ticked while the schema's design is not done."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.components import Plan, Task, TaskState
from storagelint.model.standard import standard


class ImplementationBeforeDesign(Rule):
    """One finding a plan, at the first task that came too early."""

    code = "SL818"
    name = "implementation-before-design"
    severity = Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            plan = component.plan
            if plan is None or component.ended:
                continue
            left = next((task for task in _tasks(plan, "design") if task.open), None)
            built = (task for task in _tasks(plan, "build") if task.state is TaskState.DONE)
            early = next(built, None)
            if left is None or early is None:
                continue
            message = f"task «{early.text}» is ticked before the design task «{left.text}»"
            yield self.at(plan, early.span, message, entity=component.id, field=early.text)


def _tasks(plan: Plan, stage: str) -> Iterator[Task]:
    for phase in plan.phases:
        stages = {each.stage for each in standard().phases_of(phase.name)}
        if stages == {stage}:
            yield from (task for task in phase.tasks if not task.depth)
