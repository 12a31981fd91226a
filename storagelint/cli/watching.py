"""A check and the files that it looks at -> the check again whenever one of them changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

import click

LEAST_SECONDS = 0.3
"""How long to wait between two looks; longer where a look takes long."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"

Look = Callable[[], Iterable[Path]]
"""The files that are there now."""
State = dict[Path, tuple[int, int]]


def watch(check: Callable[[], object], look: Look) -> NoReturn:
    """Check now and after every change of a file, until Ctrl-C.

    What is wrong with the settings or the arguments is said, and changes are waited for.
    """
    while True:
        before = state(look)
        if sys.stdout.isatty():
            click.echo(_CLEAR, nl=False)
        try:
            check()
        except click.ClickException as error:
            error.show()
        click.echo("Watching for changes; Ctrl-C ends it.", err=True)
        wait_for_change(before, look)


def wait_for_change(before: State, look: Look) -> None:
    """Come back when a file is not as it was, has come or is gone."""
    now = before
    while now == before:
        start = time.monotonic()
        now = state(look)
        time.sleep(max(LEAST_SECONDS, 10 * (time.monotonic() - start)))


def state(look: Look) -> State:
    """The time of the last change and the size of each file."""
    found: State = {}
    for path in look():
        try:
            stat = path.stat()
        except OSError:
            continue
        found[path] = (stat.st_mtime_ns, stat.st_size)
    return found
