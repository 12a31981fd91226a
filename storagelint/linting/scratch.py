"""A key -> data that this command has worked out, else what earlier ones left."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from storagelint.linting.memory import Archive

_Made = TypeVar("_Made")


class Scratch:
    """An archive that goes with the command, over one that stays as it is."""

    def __init__(self, below: Archive | None = None) -> None:
        self._below = below
        self._own: dict[str, str] = {}

    def get(self, key: str, make: Callable[[Any], _Made]) -> _Made | None:
        """What `make` makes of the data of a key; None where there is none, or none of use."""
        text = self._own.get(key)
        if text is not None:
            return make(json.loads(text))
        return None if self._below is None else self._below.get(key, make)

    def put(self, key: str, data: Any) -> None:
        """Keep data; nobody can change it afterwards."""
        self._own[key] = json.dumps(data)

    def save(self) -> None:
        """Nothing of it is to last."""
