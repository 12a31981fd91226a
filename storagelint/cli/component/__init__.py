"""`storagelint component ...`: the life of storage components; one module a command."""

from __future__ import annotations

import click

from storagelint.cli.groups import LazyGroup

COMMANDS = {
    "setup": "setup",
    "status": "status",
    "next": "next",
    "done": "done",
    "reopen": "reopen",
    "revert": "revert",
}
"""Command -> the module here that holds it as `command`."""


@click.group("component", cls=LazyGroup, package=__name__, modules=COMMANDS)
def command() -> None:
    """Lead storage components through their life.

    They stand in the folder storage-conductor/ of the working folder's project. The plan leads:
    the status in metadata.json follows its ticks, and tracks.md follows metadata.json. A command
    that is killed is finished by the next one.
    """
