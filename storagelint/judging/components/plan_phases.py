"""Plan -> how its phases stand to those of the standard, and to their own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from storagelint.model.components import Phase, Plan
from storagelint.model.standard import StandardPhase, lacking, standard
from storagelint.source import Span

MAX_TASKS = 2_000
"""How many tasks of a plan are compared with those of the standard."""


def covered(plan: Plan) -> dict[StandardPhase, list[Phase]]:
    """Each standard phase with the phases of the plan that do its work."""
    found: dict[StandardPhase, list[Phase]] = {phase: [] for phase in standard().phases}
    for phase in plan.phases:
        for each in standard().phases_of(phase.name):
            found[each].append(phase)
    return found


def place_before(plan: Plan, wanted: StandardPhase) -> Span:
    """The phase behind which a missing one belongs, or the plan's title."""
    place = plan.title_span
    for phase in plan.phases:
        numbers = [each.number for each in standard().phases_of(phase.name)]
        if numbers and max(numbers) < wanted.number:
            place = phase.span
    return place


def misnumbered(plan: Plan) -> Iterator[tuple[Phase, int]]:
    """The phases whose number does not follow the one before, with the number that would.

    The first may be 0 or 1. A gap that missing standard phases leave is their matter, and a plan
    with numbers such as 2a counts in a way of its own.
    """
    if not plan.phases or any(phase.number is None for phase in plan.phases):
        return
    missing = {phase.number for phase, found in covered(plan).items() if not found}
    numbers = [phase.number or 0 for phase in plan.phases]
    before = -1 if numbers[:1] == [0] else 0
    for phase, number, after in zip(plan.phases, numbers, [*numbers[1:], None], strict=True):
        wanted = before + 1
        gap = set(range(wanted, number)) if number - wanted <= len(missing) else {number}
        if number == wanted or (gap and gap <= missing):
            before = number
            continue
        yield phase, wanted
        before = wanted if after == wanted + 1 else number


def renumbered(plan: Plan) -> list[tuple[Phase, int]]:
    """The phases whose number changes when all are counted from the first one's."""
    start = 0 if plan.phases and plan.phases[0].number == 0 else 1
    return [
        (phase, number) for number, phase in enumerate(plan.phases, start) if phase.number != number
    ]


def dropped_tasks(plan: Plan) -> Iterator[tuple[Phase, str]]:
    """The standard tasks that a phase lacks which keeps at least half of them.

    A phase that keeps fewer has been planned anew, on purpose. A task may stand anywhere in the
    plan. Optional tasks, those «if applicable», are not missed.
    """
    phases = covered(plan)
    found: dict[StandardPhase, list[str]] = {}
    for standard_phase, task in lacking(task.text for task in islice(plan.tasks, MAX_TASKS)):
        found.setdefault(standard_phase, []).append(task)
    for standard_phase, tasks in found.items():
        if not phases[standard_phase] or 2 * len(tasks) > len(standard_phase.tasks):
            continue
        for task in tasks:
            if "if applicable" not in task:
                yield phases[standard_phase][0], task
