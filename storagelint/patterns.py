"""Regular expressions that are compiled when they are first used: most runs use a part of them."""

from __future__ import annotations

import re
from typing import Any, cast


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
        compiled = re.compile(*_SOURCES[self])
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


class Hinted:
    """A pattern of texts in lower case, with hints: strings of which each match holds one.

    To look for these takes a tenth of the time of a search that finds nothing.
    """

    __slots__ = ("hints", "pattern")

    def __init__(self, pattern: re.Pattern[str], hints: tuple[str, ...]) -> None:
        self.pattern = pattern
        self.hints = hints

    def stands_in(self, lowered: str) -> bool:
        """Whether a text in lower case has a match."""
        return self.search(lowered) is not None

    def search(self, lowered: str) -> re.Match[str] | None:
        """The first match in a text in lower case."""
        for hint in self.hints:
            if hint in lowered:
                return self.pattern.search(lowered)
        return None


_HINTED: list[Hinted] = []


def hinted(pattern: re.Pattern[str], *hints: str) -> Hinted:
    """A pattern that is only searched for in texts with one of the hints."""
    made = Hinted(pattern, hints)
    _HINTED.append(made)
    return made


def hinted_patterns() -> tuple[Hinted, ...]:
    """All hinted patterns of the modules that are imported, for a test of their hints."""
    return tuple(_HINTED)


def patterns() -> tuple[re.Pattern[str], ...]:
    """All patterns of the modules that are imported, for tests of their speed."""
    return cast("tuple[re.Pattern[str], ...]", tuple(_SOURCES))
