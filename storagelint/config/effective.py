"""Settings and where they came from -> a list of single values, each with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from storagelint.config import Loaded
from storagelint.config.lines import KeyPath, line_of
from storagelint.kinds import Naming, kebab
from storagelint.patterns import pattern

_BARE = pattern(r"[A-Za-z0-9_-]+\Z")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that is in force."""

    key: str
    """Dotted, as TOML writes it: `severity.missing-primary-key`."""
    value: Any
    """As TOML has it; None where nothing is set and no default holds."""
    is_set: bool
    """Whether the file sets it; the rest are defaults."""
    line: int | None
    """Of the file, where it is set."""


def effective(loaded: Loaded, options: Mapping[str, Any]) -> Iterator[Setting]:
    """Every value in force, in the order of the keys; `options` are the rules' with defaults."""
    for each in fields(loaded.settings):
        key = kebab(each.name)
        value = getattr(loaded.settings, each.name)
        match key:
            case "thresholds":
                unset = {name: default for name, default in options.items() if name not in value}
                yield from _leaves(loaded, (key,), {**value, **dict(sorted(unset.items()))}, value)
            case "naming":
                named = {kebab(name.name): getattr(value, name.name) for name in fields(Naming)}
                given = {name: each for name, each in named.items() if each is not None}
                yield from _leaves(loaded, (key,), named, given)
            case _:
                given = value if key in loaded.origins else {}
                yield from _leaves(loaded, (key,), value, given)


def _leaves(loaded: Loaded, path: KeyPath, value: Any, given: Any) -> Iterator[Setting]:
    """The values in a table, or the value itself; `given` is what the file says of it."""
    if isinstance(value, dict) and value:
        for key, each in value.items():
            below = given.get(key, {}) if isinstance(given, dict) else {}
            is_set = isinstance(given, dict) and key in given
            yield from _leaves(loaded, (*path, key), each, below if is_set else _NOTHING)
        return
    top = len(path) == 1
    is_set = path[0] in loaded.origins if top else given is not _NOTHING
    line = line_of(path, loaded.lines) if is_set else None
    yield Setting(".".join(_key(str(each)) for each in path), value, is_set, line)


_NOTHING = object()


def _key(text: str) -> str:
    return text if _BARE.match(text) else json.dumps(text, ensure_ascii=False)
