"""A regular expression -> texts that would keep a backtracking matcher busy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LENGTH = 100_000
_PIECES = 90
_ENDS = ("\0", "\n!", "")
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "7",
    sre.CATEGORY_NOT_DIGIT: "x",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "x",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_WORD: "-",
}
_ORDINARY = "a1 _-.,:|`'\"()[]{}<>*#=/\\\n\tZé"
GENERIC = (
    " ",
    "a",
    "7",
    "|",
    "`",
    "[",
    "(",
    '"',
    "'",
    "\n",
    "*",
    "-",
    "a ",
    "a_",
    "A1",
    "7 ",
    "7,",
    "| ",
    "a, ",
    "a: ",
    "(a) ",
    "`a` ",
    "[a](",
    "a.b.",
    "a -> ",
    "table a ",
)
"""Pieces of text that no pattern may be slow on, whatever it looks for."""


def attacks(pattern: re.Pattern[str], length: int = _LENGTH) -> Iterator[str]:
    """Texts of `length` characters, each a start, a piece again and again, and an end.

    The pieces are samples of the pattern's atoms, of its alternatives, of neighbours among them,
    and of all that it reads before a place. The start is what leads the pattern to its first
    repetition, or nothing; the end is what it can hardly read.
    """
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    pieces, starts = _pieces(tree)
    chosen = list(dict.fromkeys((*GENERIC, *pieces)))
    for number, piece in enumerate(chosen[: len(GENERIC) + _PIECES]):
        many = piece * (length // len(piece) + 1)
        yield many[: length - 2] + _ENDS[number % 2]
    for start, piece in list(dict.fromkeys(starts))[:_PIECES]:
        many = piece * (length // len(piece) + 1)
        yield (start + many)[: length - 2] + _ENDS[0]


def _pieces(tree: Any) -> tuple[list[str], list[tuple[str, str]]]:
    pieces: list[str] = []
    starts: list[tuple[str, str]] = []

    def walk(items: Any, before: str) -> None:
        samples = [_samples(item) for item in items]
        shortest = [each[0] for each in samples]
        for at, item in enumerate(items):
            read = before + "".join(shortest[:at])
            for body in _bodies(item):
                walk(body, read)
            repeated = _repeated(item)
            if repeated is not None:
                for inner in _sequences(repeated):
                    starts.append((read, inner))
                    if at + 1 < len(items):
                        pieces.append(read + inner)
            pieces.extend(samples[at])
            pieces.append(read + shortest[at])
            if at:
                pieces.append(shortest[at - 1] + shortest[at])
            if repeated is not None and at:
                pieces.append(shortest[at - 1] + _sequences(repeated)[0])

    walk(tree, "")
    return [each for each in pieces if each], [each for each in starts if each[1]]


def _bodies(item: Any) -> list[Any]:
    kind, value = item
    if kind is sre.BRANCH:
        return list(value[1])[:12]
    if kind is sre.SUBPATTERN:
        return [value[3]]
    if kind is sre.ATOMIC_GROUP:
        return [value]
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    return []


def _repeated(item: Any) -> Any:
    kind, value = item
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and value[1] > 4:
        return value[2]
    return None


def _sequences(items: Any) -> list[str]:
    """Some texts that a sequence of items reads; at least one, and the first is short."""
    made = [""]
    for item in items:
        samples = _samples(item)
        made = [made[0] + samples[0], *(each + more for each in made for more in samples[1:])][:6]
    return made


def _samples(item: Any) -> list[str]:
    kind, value = item
    if kind is sre.LITERAL:
        return [chr(value)]
    if kind is sre.NOT_LITERAL:
        return [next(each for each in "xy" if ord(each) != value), " "]
    if kind is sre.ANY:
        return ["x", " "]
    if kind is sre.IN:
        return _of_class(value)
    if kind is sre.BRANCH:
        return [_sequences(each)[0] for each in value[1]][:12]
    if kind is sre.SUBPATTERN:
        return _sequences(value[3])
    if kind is sre.ATOMIC_GROUP:
        return _sequences(value)
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        inner = _sequences(value[2])
        return [each * max(1, min(value[0], 40)) for each in inner] + ([""] if not value[0] else [])
    return [""]


def _of_class(members: Any) -> list[str]:
    if members[0][0] is sre.NEGATE:
        return [each for each in _ORDINARY if not _holds(members[1:], each)][:3] or ["\x7f"]
    made: list[str] = []
    for kind, value in members:
        if kind is sre.LITERAL:
            made.append(chr(value))
        elif kind is sre.RANGE:
            made.append(chr(value[0]))
        elif kind is sre.CATEGORY:
            made.append(_CATEGORIES.get(value, "a"))
    return [made[0], *made[-2:]] if len(made) > 2 else made


def _holds(members: Any, text: str) -> bool:
    for kind, value in members:
        if kind is sre.LITERAL and chr(value) == text:
            return True
        if kind is sre.RANGE and value[0] <= ord(text) <= value[1]:
            return True
        if kind is sre.CATEGORY and re.match(_CLASSES[value], text):
            return True
    return False


_CLASSES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}
