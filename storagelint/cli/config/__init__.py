"""`storagelint config ...`: the settings in force, and what they may be; one module a command."""

from __future__ import annotations

import click

from storagelint.cli.groups import LazyGroup

COMMANDS = {"show": "show", "schema": "schema"}
"""Command -> the module here that holds it as `command`."""


@click.group("config", cls=LazyGroup, package=__name__, modules=COMMANDS)
def command() -> None:
    """Print the settings in force, or their JSON Schema."""
