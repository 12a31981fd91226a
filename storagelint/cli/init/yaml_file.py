"""A YAML file -> what is to be done for it to speak of storagelint; nothing else of it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from storagelint.cli.init.steps import Addition, Kept, Refused, Setup, read_text
from storagelint.cli.init.yaml_text import OddShapeError, events, mentions


def lengthened(path: Path, whole: str, snippet: str, add: Callable[[str], str]) -> Setup:
    """What is to be done with a file that may not be there yet: then it is to be `whole`.

    `add` makes the longer text of one that is there, and raises OddShapeError where it cannot; then
    `snippet` is for its owner to add.
    """
    if not path.exists() and not path.is_symlink():
        return Addition(path, None, whole.encode("utf-8"))
    read = read_text(path)
    if isinstance(read, str):
        return Refused(path, read, snippet)
    data, text = read
    try:
        if mentions(events(text), "storagelint"):
            return Kept(path)
        return Addition(path, data, add(text).encode("utf-8"))
    except OddShapeError as error:
        return Refused(path, str(error), snippet)
