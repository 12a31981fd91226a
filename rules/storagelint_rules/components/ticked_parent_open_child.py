"""SL816 ticked-parent-open-child: a ticked task with a sub-task that is left."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Project
from storagelint.model.components import TaskState


class TickedParentOpenChild(Rule):
    """One finding a task, with the first sub-task that is left."""

    code = "SL816"
    name = "ticked-parent-open-child"
    severity = Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            for phase in component.plan.phases if component.plan else ():
                for task, below in phase.with_subtasks():
                    left = next((each for each in below if each.open), None)
                    if left and task.state is TaskState.DONE:
                        message = (
                            f"task «{task.text}» is ticked, and its sub-task «{left.text}» is not"
                        )
                        yield self.at(
                            phase, task.span, message, entity=component.id, field=task.text
                        )
