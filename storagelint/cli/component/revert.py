"""`storagelint component revert`: a component, or one of its tasks -> taken back."""

from __future__ import annotations

import click

from storagelint.cli.component.reopen import TICKED
from storagelint.cli.component.steps import marks, plan_of, say, take, the_task, working
from storagelint.cli.conductor import component_of, place
from storagelint.cli.session import Problem
from storagelint.fixing.component_changes import Turn
from storagelint.judging.components.plan_tasks import to_open
from storagelint.model.components import TaskState
from storagelint.reporting.components import task_line


@click.command("revert")
@click.argument("id")
@click.option("--reset", is_flag=True, help="Open all tasks of its plan as well.")
@click.option(
    "--task", metavar="TASK", help="Take back this task with its sub-tasks, not the component."
)
def command(id: str, reset: bool, task: str | None) -> None:
    """Take back the component ID, or one of its tasks.

    The component's status becomes Reverted; the ticks of its plan stay as a record of what was
    done, unless --reset opens them. With --task one task is opened with all its sub-tasks and the
    tasks above it, and the component stays in work. Only the component's documents change: code
    and commits are left alone. `status ID --set Planning` takes a reverted component up again.
    """
    if reset and task is not None:
        raise Problem("--reset and --task cannot be used together")
    where = place()
    with where.held() as conductor:
        if task is not None:
            component = working(conductor, id)
            found = the_task(where, component, task, TICKED)
            opened = to_open(found, with_subtasks=True)
            take(where, component, Turn(marks(opened, TaskState.OPEN)))
            what = f"{task_line(found)} is {'taken back' if opened else 'open already'}"
        else:
            component = component_of(conductor, id)
            ticked = (
                [each for each in plan_of(where, component).tasks if each.state != TaskState.OPEN]
                if reset
                else []
            )
            edits = marks(ticked, TaskState.OPEN)
            changed = take(where, component, Turn(edits, "Reverted"))
            what = "reverted" if changed else "reverted already"
    say(where, id, what)
