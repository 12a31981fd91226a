"""The path of imports -> what the distributions there declare under a name.

`importlib.metadata` knows more kinds of places, and takes longer to be imported than a document to
be read. Where this finds nothing, that is to be asked.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path


def declared(group: str, name: str) -> list[str]:
    """The values of the entry points of a name, of each distribution that is first on the path."""
    seen: set[str] = set()
    found: list[str] = []
    for folder in sys.path:
        for file in _files(folder or "."):
            distribution = re.sub(r"[-_.]+", "_", file.parent.name.partition("-")[0]).lower()
            if distribution not in seen:
                seen.add(distribution)
                found += _values(file, group, name)
    return found


def _files(folder: str) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith(".dist-info"))
    except OSError:
        return []
    return [Path(folder, name, "entry_points.txt") for name in names]


def _values(file: Path, group: str, name: str) -> Iterator[str]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    inside = False
    for line in map(str.strip, lines):
        if line.startswith("["):
            inside = line == f"[{group}]"
        elif inside:
            key, equals, value = line.partition("=")
            if equals and key.strip() == name:
                yield value.strip()
