"""SL815 task-without-checkbox: a task of a plan that cannot be ticked."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Project
from storagelint.model.components import Phase, Task
from storagelint.source import Span


class TaskWithoutCheckbox(Rule):
    """Sub-tasks may be notes; so may items that are labels, or group tasks with boxes."""

    code = "SL815"
    name = "task-without-checkbox"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        for component in project.components:
            plan = component.plan
            for phase in plan.phases if plan else ():
                for span, message, edits in _findings(phase):
                    fix = Fix("Add a check box", tuple(edits))
                    yield self.at(
                        phase, span, message, entity=component.id, field=phase.name, fix=fix
                    )


def _findings(phase: Phase) -> Iterator[tuple[Span, str, list[Edit]]]:
    bare = list(_bare_tasks(phase))
    if len(bare) > 1 and all(task.state is None for task in phase.tasks):
        edits = [_box(task) for task in bare]
        yield (
            phase.span,
            f"none of the {len(bare)} tasks of phase {phase.name} has a check box",
            edits,
        )
        return
    for task in bare:
        yield (
            task.span,
            f"task «{task.text.removeprefix('[]').strip()}» has no check box",
            [_box(task)],
        )


def _bare_tasks(phase: Phase) -> Iterator[Task]:
    for task, below in phase.with_subtasks():
        if task.depth or task.state is not None or task.label or not task.text:
            continue
        if all(each.state is None for each in below):
            yield task


def _box(task: Task) -> Edit:
    line, column = task.span.line, task.span.column
    if task.text.startswith("[]"):
        return Edit(
            Span(line, column, line, column + 2), "[ ]" if task.text[2:3] == " " else "[ ] "
        )
    return Edit(Span(line, column, line, column), "[ ] ")
