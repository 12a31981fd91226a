"""An id, a task and what happens to it -> the changed files, and what is said of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from storagelint.cli.conductor import Place, component_of, now
from storagelint.cli.session import Problem
from storagelint.fixing.component_changes import Turn, stepped
from storagelint.judging.components.plan_tasks import PlannedTask, matching, next_task
from storagelint.linting.rule import Edit
from storagelint.model.components import Component, Conductor, Plan, Task, TaskState
from storagelint.reporting.components import of, task_line
from storagelint.reporting.escape import shown
from storagelint.source import SourceError, read

_MOST_NAMED = 5
"""How many tasks are named where several are meant."""


def working(conductor: Conductor, id: str) -> Component:
    """A component that was not given up. Raises Problem for any other."""
    component = component_of(conductor, id)
    if component.ended:
        raise Problem(
            f"component {id} is {component.status}; "
            f"`storagelint component status {id} --set Planning` takes it up again"
        )
    return component


def plan_of(where: Place, component: Component) -> Plan:
    """The plan of a component. Raises Problem where there is none that can be read."""
    if component.plan is not None:
        return component.plan
    path = f"storages/{component.id}/plan.md"
    try:
        read(where.folder / path)
    except SourceError as error:
        raise Problem(f"{where.shown(path)}: {error}") from None
    raise Problem(f"{where.shown(path)}: link leads out of the folder")


def the_task(
    where: Place, component: Component, words: str, likely: frozenset[TaskState]
) -> PlannedTask:
    """The one task that some words mean; of several the only one in a likely state.

    Raises Problem where no task or more than one is meant.
    """
    found = matching(plan_of(where, component), words)
    if len(found) > 1:
        found = [each for each in found if each.task.state in likely] or found
    if not found:
        path = where.shown(f"storages/{component.id}/plan.md")
        raise Problem(f"no task {words} in {path}")
    if len(found) > 1:
        names = [f"{each.number} {each.task.text}" for each in found[:_MOST_NAMED]]
        more = f" and {len(found) - len(names)} more" if len(found) > len(names) else ""
        raise Problem(f"{words} can be any of {', '.join(names)}{more}")
    return found[0]


def marks(tasks: Iterable[Task], state: TaskState) -> tuple[Edit, ...]:
    """The edits that put a mark in the check boxes of tasks."""
    return tuple(Edit(task.mark, state.value) for task in tasks if task.mark is not None)


def take(where: Place, component: Component, step: Turn) -> bool:
    """Let a step happen to a component of a folder that is held; whether anything changed."""
    changes = stepped(where.folder, component, step, now())
    where.write(changes)
    return bool(changes)


def say(where: Place, id: str, first: str) -> None:
    """Print what was done, how far the component is, and what is next."""
    component = component_of(where.read(), id)
    click.echo(shown(f"{id}: {first}"))
    for line in _after(component):
        click.echo(shown(f"  {line}"))


def _after(component: Component) -> Iterator[str]:
    plan = component.plan
    yield f"{component.status}, {of(plan.progress)}" if plan else f"{component.status}"
    following = next_task(plan) if plan and not component.ended else None
    if following:
        yield f"next: {task_line(following)}"
