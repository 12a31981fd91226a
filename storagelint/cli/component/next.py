"""`storagelint component next`: components -> the task to do next."""

from __future__ import annotations

import click

from storagelint.cli import options
from storagelint.cli.conductor import component_of, place
from storagelint.cli.session import write
from storagelint.judging.components.plan_tasks import next_task
from storagelint.model.components import Component, Conductor
from storagelint.reporting.components import render_next_json, render_next_text

_ORDER = ("In Progress", "Planning")


@click.command("next")
@click.argument("id", required=False)
@options.text_or_json
def command(id: str | None, output_format: str) -> None:
    """Print the next open task of the component ID.

    Without ID of the first component in progress that has one, else of the first one planned.
    """
    where = place()
    conductor = where.read()
    component = component_of(conductor, id) if id is not None else _first(conductor)
    task = next_task(component.plan) if component and component.plan else None
    render = render_next_json if output_format == "json" else render_next_text
    write(render(component, task, where.shown))


def _first(conductor: Conductor) -> Component | None:
    for status in _ORDER:
        for component in conductor.components:
            if component.status == status and component.plan and next_task(component.plan):
                return component
    return None
