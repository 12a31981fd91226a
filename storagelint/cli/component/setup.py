"""`storagelint component setup`: nothing -> the files of storage-conductor/ that are missing."""

from __future__ import annotations

import os

import click

from storagelint.cli.conductor import place
from storagelint.cli.session import Problem
from storagelint.fixing.together import FileChange
from storagelint.generating.components.context_files import context_files
from storagelint.model.components import FOLDER
from storagelint.reporting.escape import shown


@click.command("setup")
def command() -> None:
    """Write the files that all components refer to.

    What is there is left alone, and every file that is written is named. What only its author
    knows stays open (SL109).
    """
    where = place()
    try:
        where.folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Problem(f"cannot make folder {FOLDER}: {error.strerror or error}") from None
    with where.held():
        changes = [
            FileChange(name, None, text.encode("utf-8"))
            for name, text in context_files().items()
            if not os.path.lexists(where.folder / name)
        ]
        where.write(changes)
    if not changes:
        click.echo(f"{FOLDER} has all its files; nothing was written.")
    for change in changes:
        click.echo(f"Wrote {shown(where.shown(change.path))}")
