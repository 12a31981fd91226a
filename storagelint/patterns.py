"""Regular expressions that are compiled when they are first used: most runs use a part of them."""

from __future__ import annotations

import re
from typing import Any, cast

from storagelint.pattern_code import pattern_code


class _Compiled:
    """The methods of a `re.Pattern`, bound: as fast to call as its own."""

    __slots__ = (
        "findall",
        "finditer",
        "flags",
        "fullmatch",
        "groupindex",
        "groups",
        "match",
        "pattern",
        "scanner",
        "search",
        "split",
        "sub",
        "subn",
    )


class _Uncompiled(_Compiled):
    """A stand-in for a `re.Pattern` that becomes a `_Compiled` when it is asked for anything."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        compiled = pattern_code.compile(*_SOURCES[self])
        for taken in _Compiled.__slots__:
            setattr(self, taken, getattr(compiled, taken))
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(compiled, name)


_SOURCES: dict[_Compiled, tuple[str, int]] = {}


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of a regular expression; its first use raises `re.error` for a wrong one.

    It has the methods of a `re.Pattern`, but is no instance of it. It is kept for good, so
    that it belongs where it is made once: at the level of a module, or in a cached function.
    """
    made = _Uncompiled()
    _SOURCES[made] = (source, flags)
    return cast("re.Pattern[str]", made)


def patterns() -> tuple[re.Pattern[str], ...]:
    """All patterns of the modules that are imported, for tests of their speed."""
    return cast("tuple[re.Pattern[str], ...]", tuple(_SOURCES))
