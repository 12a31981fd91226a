"""A project's folder -> its settings: a file of their own, or a table in pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from storagelint.cli.init.steps import Addition, Kept, Refused, Setup, insert, read_text
from storagelint.config import FILE_NAMES, settings_file
from storagelint.config.commented import commented_settings

_TABLE = "[tool.storagelint]\n"


def settings(root: Path) -> Setup:
    """What is to be done with the settings of a project.

    A pyproject.toml is lengthened, and nothing of it is written anew.
    """
    there = settings_file(root)
    if there is not None:
        return Kept(there)
    own, shared = (root / name for name in FILE_NAMES)
    if own.exists() or own.is_symlink():
        return Refused(own, "not a regular file", commented_settings())
    if not shared.exists() and not shared.is_symlink():
        return Addition(own, None, commented_settings().encode("utf-8"))
    return _lengthened(shared)


def _lengthened(path: Path) -> Setup:
    read = read_text(path)
    if isinstance(read, str):
        return Refused(path, read, _TABLE)
    data, text = read
    gap = "\n" if text and not text.endswith(("\n\n", "\r\n\r\n")) else ""
    longer = insert(text, len(text), gap + _TABLE + commented_settings())
    before, after = _parsed(text), _parsed(longer)
    if before is None:
        return Refused(path, "file is no TOML", _TABLE)
    before.setdefault("tool", {})
    if after is None or after != {**before, "tool": {**before["tool"], "storagelint": {}}}:
        return Refused(path, "no table can be added to its key tool", _TABLE)
    return Addition(path, data, longer.encode("utf-8"))


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
