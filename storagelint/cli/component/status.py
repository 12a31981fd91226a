"""`storagelint component status`: components -> how far they are; or a status that is set."""

from __future__ import annotations

import click

from storagelint.cli import options
from storagelint.cli.component.steps import say, take
from storagelint.cli.conductor import Place, component_of, place
from storagelint.cli.session import Problem, write
from storagelint.fixing.component_changes import Turn
from storagelint.model.components import Component
from storagelint.model.standard import standard
from storagelint.reporting.components import render_json, render_text


@click.command("status")
@click.argument("id", required=False)
@click.option(
    "--set",
    "status",
    metavar="STATUS",
    callback=lambda _context, _option, text: _known(text),
    help="Give the component this status: Planning, In Progress, Completed, Blocked, Cancelled or "
    "Reverted.",
)
@options.text_or_json
def command(id: str | None, status: str | None, output_format: str) -> None:
    """Print how far the component ID is, or all components.

    Progress by phase and over all, what is missing, and the next task. With ID each task is
    printed with the number by which `done` and `reopen` know it.

    --set is for what no tick can tell: Blocked, Cancelled, and Planning or In Progress for what is
    taken up again. A status that the plan's ticks contradict is refused.
    """
    where = place()
    if status is not None:
        if id is None:
            raise Problem("--set needs the ID of a component")
        _set(where, id, status)
        return
    conductor = where.read()
    components = conductor.components if id is None else (component_of(conductor, id),)
    if output_format == "json":
        write(render_json(conductor, components, where.session.shown))
    else:
        write(render_text(conductor, components, with_tasks=id is not None))


def _known(text: str | None) -> str | None:
    """A status as the standard spells it. Raises Problem for a word that is none."""
    if text is None:
        return None
    statuses = {status.casefold(): status for status in standard().statuses}
    if text.casefold() not in statuses:
        raise Problem(f"unknown status {text}, none of {', '.join(statuses.values())}")
    return statuses[text.casefold()]


def _set(where: Place, id: str, status: str) -> None:
    with where.held() as conductor:
        component = component_of(conductor, id)
        _refuse_contradiction(component, status)
        changed = take(where, component, Turn(status=status))
    say(where, id, f"{status} now" if changed else f"{status} already")


def _refuse_contradiction(component: Component, status: str) -> None:
    if component.plan is None:
        return
    progress = component.plan.progress
    left = progress.total - progress.done
    if status == "Completed" and left:
        raise Problem(f"component {component.id} has {left} of {progress.total} tasks left")
    if status == "Planning" and progress.begun:
        raise Problem(
            f"component {component.id} has begun {progress.begun} of {progress.total} tasks"
        )
