"""`storagelint component reopen`: a task -> its check box without a tick, and what follows."""

from __future__ import annotations

import click

from storagelint.cli.component.steps import marks, say, take, the_task, working
from storagelint.cli.conductor import place
from storagelint.fixing.component_changes import Turn
from storagelint.judging.components.plan_tasks import to_open
from storagelint.model.components import TaskState
from storagelint.reporting.components import task_line

TICKED = frozenset([TaskState.DONE])


@click.command("reopen")
@click.argument("id")
@click.argument("task")
def command(id: str, task: str) -> None:
    """Untick a task of the component ID.

    TASK is a number as `status` prints it, or a part of its text that no other task has. The tasks
    that it is a sub-task of are opened as well, its own sub-tasks are not. A component that was
    completed is in progress again.
    """
    where = place()
    with where.held() as conductor:
        component = working(conductor, id)
        found = the_task(where, component, task, TICKED)
        tasks = to_open(found)
        take(where, component, Turn(marks(tasks, TaskState.OPEN)))
    say(where, id, f"{task_line(found)} is open{'' if tasks else ' already'}")
