"""`storagelint component done`: a task -> its tick, and what follows from it."""

from __future__ import annotations

import click

from storagelint.cli.component.steps import marks, plan_of, say, take, the_task, working
from storagelint.cli.conductor import place
from storagelint.cli.session import Problem
from storagelint.fixing.component_changes import Turn
from storagelint.judging.components.plan_tasks import next_task, to_tick
from storagelint.model.components import TaskState
from storagelint.reporting.components import task_line

_OPEN = frozenset([TaskState.OPEN, TaskState.ACTIVE, TaskState.BLOCKED])


@click.command("done")
@click.argument("id")
@click.argument("task", required=False)
def command(id: str, task: str | None) -> None:
    """Tick a task of the component ID.

    TASK is a number as `next` and `status` print it, or a part of its text that no other task has;
    without it the next task is ticked. A task is ticked with all its sub-tasks, and when its last
    sub-task is. The component's status follows: In Progress, and Completed with the last task.
    """
    where = place()
    with where.held() as conductor:
        component = working(conductor, id)
        if task is None:
            found = next_task(plan_of(where, component))
        else:
            found = the_task(where, component, task, _OPEN)
        if found is None:
            raise Problem(f"component {id} has no task to do next")
        tasks = to_tick(found)
        take(where, component, Turn(marks(tasks, TaskState.DONE)))
    say(where, id, f"{task_line(found)} is {'done' if tasks else 'ticked already'}")
