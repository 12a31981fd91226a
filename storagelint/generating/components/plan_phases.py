"""Plan -> the edits after which it has the standard phases and tasks that it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from storagelint.generating.components.component_text import phase_text
from storagelint.judging.components.plan_phases import covered, misnumbered
from storagelint.model.components import Phase, PhaseForm, Plan
from storagelint.model.standard import StandardPhase, standard
from storagelint.source import Span


class Insertion(NamedTuple):
    """A text that goes in at a place, or a number that takes the place of another."""

    span: Span
    text: str


_FORM = PhaseForm("## Phase ", ": ", "")


def with_all_phases(plan: Plan) -> list[Insertion]:
    """The missing phases, each behind those that come before it, and the numbers that change.

    They are written as the other phases are. None where the phases are items of a list, or where a
    plan without phases holds other text.
    """
    missing = [phase for phase, found in covered(plan).items() if not found]
    if not plan.phases:
        return list(_first(plan, missing))
    if any(phase.form is None or phase.close is None for phase in plan.phases):
        return []
    counts = not any(phase.number is None for phase in plan.phases)
    keeps_count = counts and not any(True for _ in misnumbered(plan))
    number = -1 if plan.phases[0].number == 0 else 0
    found: list[Insertion] = []
    ahead: dict[int, list[StandardPhase]] = {}
    work = [[each.number for each in standard().phases_of(own.name)] for own in plan.phases]
    for phase in missing:
        ahead.setdefault(_place(work, phase), []).append(phase)
    for at in range(len(plan.phases) + 1):
        texts = []
        before = plan.phases[at - 1] if at else None
        if before and not keeps_count:
            number = before.number or 0
        form = (before or plan.phases[0]).form or _FORM
        lead = (before or plan.phases[0]).lead
        for phase in ahead.get(at, ()):
            number += 1
            own = number if counts else phase.number
            texts.append(phase_text(phase, f"{form.opening}{own}{form.gap}", form.closing, lead))
        if texts and before and before.close:
            found.append(Insertion(before.close, "".join(f"\n\n{text}" for text in texts)))
        elif texts:
            line = plan.phases[0].span.line
            found.append(
                Insertion(Span(line, 1, line, 1), "".join(f"{text}\n\n" for text in texts))
            )
        if at < len(plan.phases):
            number += 1
            following = plan.phases[at]
            if keeps_count and following.number != number:
                found.append(Insertion(following.number_span, str(number)))
    return found


def with_tasks(phase: Phase) -> list[Insertion]:
    """The tasks of an empty phase that is a standard one."""
    known = standard().phases_of(phase.name)
    if len(known) != 1 or phase.close is None or phase.form is None:
        return []
    tasks = "".join(f"\n{phase.lead}{task}" for task in known[0].tasks)
    return [Insertion(phase.close, f"\n{tasks}")]


def _first(plan: Plan, missing: list[StandardPhase]) -> Iterator[Insertion]:
    if plan.end is None or plan.end.line > plan.title_span.line:
        return
    texts = [phase_text(phase, f"## Phase {phase.number}: ") for phase in missing]
    start = "\n\n" if plan.end.column > 1 else ""
    yield Insertion(plan.end, start + "\n\n".join(texts))


def _place(work: list[list[int]], wanted: StandardPhase) -> int:
    """How many phases stand before a missing one, own ones that open the plan among them.

    `work` has the numbers of the standard phases whose work each phase does.
    """
    place = next((at for at, numbers in enumerate(work) if numbers), len(work))
    for at, numbers in enumerate(work, 1):
        if numbers and max(numbers) < wanted.number:
            place = at
    return place
