"""Plan -> its tasks by number, the next one, and those that are ticked or opened together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storagelint.model.components import Phase, Plan, Task, TaskState


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task that can be ticked, with its place in the plan."""

    number: str
    """`2.3` for the third task of phase 2, `2.3.1` for its first sub-task."""
    phase: Phase
    task: Task
    above: tuple[Task, ...] = ()
    """The tasks that it is a sub-task of, the outermost first."""
    below: tuple[Task, ...] = ()
    """Its sub-tasks and theirs, in the order of the text."""


def planned(plan: Plan) -> list[PlannedTask]:
    """The tasks and sub-tasks with a check box, in the order of the text.

    Phases count by their own numbers where all have one of their own, else by their order.
    """
    return [task for number, phase in phase_numbers(plan) for task in _of_phase(number, phase)]


def phase_numbers(plan: Plan) -> list[tuple[int, Phase]]:
    """Each phase with the number that its tasks go by."""
    own = [phase.number for phase in plan.phases if phase.number is not None]
    if len(set(own)) == len(plan.phases):
        return list(zip(own, plan.phases, strict=True))
    return list(enumerate(plan.phases, 1))


def next_task(plan: Plan) -> PlannedTask | None:
    """The first open task, one that is begun before all others; blocked ones are left out.

    A task with open sub-tasks is not next, they are.
    """
    free = [
        each
        for each in planned(plan)
        if each.task.open
        and not any(task.open for task in each.below)
        and TaskState.BLOCKED not in (each.task.state, *(task.state for task in each.above))
    ]
    begun = (each for each in free if each.task.state is TaskState.ACTIVE)
    return next(begun, free[0] if free else None)


def matching(plan: Plan, words: str) -> list[PlannedTask]:
    """The tasks of a number or of a text: those that it is, else those that it is a part of."""
    tasks = planned(plan)
    wanted = " ".join(words.casefold().split())
    for is_meant in (
        lambda each: each.number == wanted,
        lambda each: each.task.text.casefold() == wanted,
        lambda each: wanted in each.task.text.casefold(),
    ):
        found = [each for each in tasks if is_meant(each)]
        if found:
            return found
    return []


def to_tick(task: PlannedTask) -> list[Task]:
    """What is ticked with a task: its open sub-tasks, and tasks above it with nothing else left."""
    own = () if task.task.state is TaskState.DONE else (task.task,)
    ticked = [*own, *(each for each in task.below if each.open)]
    done = {id(each) for each in (task.task, *task.below)}
    for above in reversed(task.above):
        _, below = next(pair for pair in task.phase.with_subtasks() if pair[0] is above)
        if any(each.open and id(each) not in done for each in below):
            break
        done.add(id(above))
        if above.open:
            ticked.append(above)
    return ticked


def to_open(task: PlannedTask, *, with_subtasks: bool = False) -> list[Task]:
    """What is opened with a task: the tasks above it, and if asked for its sub-tasks."""
    below = task.below if with_subtasks else ()
    own = [each for each in (task.task, *below) if each.state not in (None, TaskState.OPEN)]
    return [*own, *(each for each in task.above if each.state is TaskState.DONE)]


def _of_phase(number: int, phase: Phase) -> Iterator[PlannedTask]:
    counts: list[int] = []
    above: list[tuple[Task, int]] = []
    for task, below in phase.with_subtasks():
        while above and above[-1][0].depth >= task.depth:
            above.pop()
        if task.mark is None:
            continue
        level = len(above)
        counts[level + 1 :] = []
        if level == len(counts):
            counts.append(0)
        counts[level] += 1
        name = ".".join(map(str, (number, *counts[: level + 1])))
        yield PlannedTask(name, phase, task, tuple(each for each, _ in above), below)
        above.append((task, level))
