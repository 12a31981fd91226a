"""Components -> how far they are and what they lack, for people or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from storagelint.judging.components.plan_phases import covered
from storagelint.judging.components.plan_tasks import PlannedTask, next_task, phase_numbers, planned
from storagelint.model.components import Component, Conductor, Metadata, Progress
from storagelint.model.standard import standard
from storagelint.reporting.escape import json_text, shown

_SCAFFOLD = "<!-- storagelint: scaffold"
_STATES = {" ": "open", "x": "done", "~": "in progress", "!": "blocked", "-": "dropped"}


def of(progress: Progress) -> str:
    """`12 of 33 tasks, 36%`; a plan without tasks has no percentage."""
    share = f", {progress.done * 100 // progress.total}%" if progress.total else ""
    return f"{progress.done} of {progress.total} tasks{share}"


def task_line(task: PlannedTask) -> str:
    """`2.3 Define migration workflow`."""
    return f"{task.number} {task.task.text}"


def missing(conductor: Conductor, component: Component) -> list[str]:
    """What a component lacks: files, parts of its specification, phases, its row in tracks.md."""
    found = [name for name in standard().files if name not in component.files]
    if component.spec:
        parts = {part.name for part in component.spec.parts}
        found += [f"part {each.name}" for each in standard().parts if each.name not in parts]
    if component.plan:
        phases = covered(component.plan).items()
        found += [f"phase {phase.name}" for phase, own in phases if not own]
    if not conductor.rows_of(component):
        found.append("row in tracks.md")
    return found


def scaffolds(component: Component) -> int:
    """How many parts of a specification wait for their author."""
    return component.spec.text.count(_SCAFFOLD) if component.spec else 0


def render_json(
    conductor: Conductor, components: Sequence[Component], path: Callable[[str], str]
) -> str:
    """`version`, `components`, and the `progress` over all that were not given up.

    `path` gives a path of the project as it is shown.
    """
    data = {
        "version": 1,
        "components": [
            _component(conductor, each) | {"folder": path(each.folder)} for each in components
        ],
        "progress": asdict(_total(components)),
    }
    return json_text(data) + "\n"


def render_text(
    conductor: Conductor, components: Sequence[Component], *, with_tasks: bool = False
) -> str:
    """A block a component: its status, its phases, what it lacks and what is next."""
    if not components:
        return f"{conductor.folder} has no components.\n"
    blocks = ["\n".join(_block(conductor, each, with_tasks)) for each in components]
    if len(components) > 1:
        blocks.append(f"{len(components)} components: {of(_total(components))}")
    return "\n\n".join(blocks) + "\n"


def render_next_json(
    component: Component | None, task: PlannedTask | None, path: Callable[[str], str]
) -> str:
    """`version` and `task`, which is null where there is none."""
    data = None
    if component and task:
        data = {
            "component": component.id,
            **_task(task),
            "phase": {"number": task.phase.number, "name": task.phase.name},
            "path": path(f"storages/{component.id}/plan.md"),
        }
    return json_text({"version": 1, "task": data}) + "\n"


def render_next_text(
    component: Component | None, task: PlannedTask | None, path: Callable[[str], str]
) -> str:
    """The task, and below it where it stands."""
    if component is None:
        return "No component has an open task.\n"
    if task is None:
        return f"{shown(component.id)}: no task to do next\n"
    place = f"{path(f'storages/{component.id}/plan.md')}:{task.task.span.line}"
    return (
        f"{shown(component.id)}: {shown(task_line(task))}\n"
        f"  phase {shown(_phase_name(task))}, {shown(place)}\n"
    )


def _phase_name(task: PlannedTask) -> str:
    number = task.number.partition(".")[0]
    return f"{number}: {task.phase.name}" if task.phase.name else number


def _total(components: Sequence[Component]) -> Progress:
    plans = [each.plan for each in components if each.plan and not each.ended]
    return Progress.of(task for plan in plans for task in plan.tasks)


def _component(conductor: Conductor, component: Component) -> dict[str, Any]:
    metadata, plan = component.metadata, component.plan
    stated = {
        key: metadata.text(key) if metadata else None
        for key in ("title", "storage_type", "backend", "status", "created", "updated")
    }
    following = _next(component)
    return {
        "id": component.id,
        "folder": component.folder,
        **stated,
        "progress": asdict(plan.progress) if plan else None,
        "phases": _phases(component),
        "missing": missing(conductor, component),
        "scaffolds": scaffolds(component),
        "next": _task(following) if following else None,
    }


def _phases(component: Component) -> list[dict[str, Any]]:
    if component.plan is None:
        return []
    tasks = planned(component.plan)
    return [
        {
            "number": number,
            "name": phase.name,
            **asdict(phase.progress),
            "tasks": [_task(each) for each in tasks if each.phase is phase],
        }
        for number, phase in phase_numbers(component.plan)
    ]


def _task(task: PlannedTask) -> dict[str, Any]:
    return {
        "number": task.number,
        "text": task.task.text,
        "state": _STATES[task.task.state or " "],
        "line": task.task.span.line,
    }


def _next(component: Component) -> PlannedTask | None:
    return next_task(component.plan) if component.plan and not component.ended else None


def _stated(metadata: Metadata) -> str:
    """`cache, Redis; created 2025-05-19, updated 2025-05-20`; a question mark for nothing."""
    keys = ("storage_type", "backend", "created", "updated")
    store, backend, created, updated = (metadata.text(key) or "?" for key in keys)
    return f"{store}, {backend}; created {created[:10]}, updated {updated[:10]}"


def _block(conductor: Conductor, component: Component, with_tasks: bool) -> Iterator[str]:
    metadata, plan = component.metadata, component.plan
    title = metadata.text("title") if metadata else None
    yield shown(f"{component.id}: {title}" if title else component.id)
    how = of(plan.progress) if plan else "no plan"
    yield shown(f"  {component.status}, {how}" if component.status else f"  {how}")
    if metadata and with_tasks:
        yield shown(f"  {_stated(metadata)}")
    tasks = planned(plan) if plan and with_tasks else []
    for number, phase in phase_numbers(plan) if plan else ():
        progress = phase.progress
        yield shown(f"  phase {number}: {progress.done} of {progress.total}, {phase.name}")
        for each in tasks:
            if each.phase is phase:
                indent = "  " * each.number.count(".")
                yield shown(f"  {indent}[{each.task.state}] {task_line(each)}")
    lacking = missing(conductor, component)
    if lacking:
        yield shown(f"  missing: {', '.join(lacking)}")
    if open_parts := scaffolds(component):
        yield f"  spec.md: {open_parts} part{'s' if open_parts > 1 else ''} to write"
    if following := _next(component):
        yield shown(f"  next: {task_line(following)}")
