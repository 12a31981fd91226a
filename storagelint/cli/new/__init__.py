"""`storagelint new KIND`: what a new document is about -> the document; one module a kind."""

from __future__ import annotations

import click

from storagelint.cli.groups import LazyGroup

COMMANDS = {"storage": "storage", "data-design": "data_design", "component": "component"}
"""Kind -> the module here that holds its command."""


@click.group("new", cls=LazyGroup, package=__name__, modules=COMMANDS)
def command() -> None:
    """Write a new document.

    What only its author knows is left open, at places that `storagelint check` reports (SL109).
    """
