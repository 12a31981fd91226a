"""YAML and an addition -> the longer text; a parser confirms that all the rest is as it was.

The text is judged by the parser's events, which follow no alias and nest no calls: a file that
unfolds to gigabytes costs as much as its bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, Protocol

import yaml

from storagelint.cli.init.steps import insert

MAX_LENGTH = 200_000
"""The longest text that is parsed, in characters; the parser takes some seconds for it."""

_Meaning = tuple[str, Any, Any, Any]


class _Place(Protocol):
    """A mark of the parser: an offset in the text, and a column of its line from 0."""

    index: int
    column: int


class OddShapeError(Exception):
    """A text that nothing can be added to; `str()` is a clause."""


def events(text: str) -> list[yaml.Event]:
    """What the parser sees in a text. Raises OddShapeError."""
    if len(text) > MAX_LENGTH:
        raise OddShapeError(f"file has {len(text):,} characters")
    try:
        return list(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        where = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise OddShapeError(f"file is no YAML{where}") from None
    except (yaml.YAMLError, ValueError, OverflowError):
        raise OddShapeError("file is no YAML") from None


def mentions(found: list[yaml.Event], word: str) -> bool:
    """Whether a key or a value holds a word; comments do not count."""
    return any(isinstance(each, yaml.ScalarEvent) and word in each.value for each in found)


def with_item(text: str, key: str, item: str) -> str:
    """The text with an item at the end of the block list under a key of the outermost mapping.

    `item` is a list of one item in block style, not indented. Raises OddShapeError.
    """
    before = events(text)
    start, end = _block_list(before, key)
    opening = _at(before[start].start_mark)
    if not text.startswith(("- ", "-\n", "-\r"), opening.index):
        raise OddShapeError(f"{key} is no plain list")
    last = max(_at(each.end_mark).index for each in before[start + 1 : end] if _is_seen(each))
    at = _line_after(text, last, opening.column)
    longer = insert(text, at, textwrap.indent(item, " " * opening.column))
    added = events(item)[3:-3]
    _confirm(before, longer, end, added)
    return longer


def with_key(text: str, pair: str) -> str:
    """The text with a key and its value at the end of its outermost mapping.

    `pair` is a mapping of one key in block style. Raises OddShapeError.
    """
    before = events(text)
    _outermost(before)
    gap = "" if text.endswith(("\n\n", "\r\n\r\n")) else "\n"
    longer = insert(text, len(text), gap + pair)
    _confirm(before, longer, len(before) - 3, events(pair)[3:-3])
    return longer


def _outermost(found: list[yaml.Event]) -> None:
    documents = [each for each in found if isinstance(each, yaml.DocumentStartEvent)]
    if len(documents) != 1:
        raise OddShapeError(f"file holds {len(documents)} documents")
    if not isinstance(found[2], yaml.MappingStartEvent) or found[2].flow_style:
        raise OddShapeError("file holds no keys in lines of their own")


def _block_list(found: list[yaml.Event], key: str) -> tuple[int, int]:
    """The positions of the events that begin and end the list under a key."""
    _outermost(found)
    for name, start, end in _pairs(found):
        if name == key:
            first = found[start]
            if not isinstance(first, yaml.SequenceStartEvent) or first.flow_style:
                raise OddShapeError(f"{key} is no list in lines of its own")
            return start, end
    raise OddShapeError(f"key {key} is missing")


def _pairs(found: list[yaml.Event]) -> Iterator[tuple[str | None, int, int]]:
    """Each key of the outermost mapping with the positions of its value's first and last event."""
    at, stop = 3, len(found) - 3
    while at < stop:
        last = _end(found, at)
        first = found[at]
        name = first.value if isinstance(first, yaml.ScalarEvent) else None
        start, end = last + 1, _end(found, last + 1)
        yield name, start, end
        at = end + 1


def _end(found: list[yaml.Event], at: int) -> int:
    """The position of the last event of the node that begins at a position."""
    depth = 0
    for position in range(at, len(found)):
        if isinstance(found[position], yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(found[position], yaml.CollectionEndEvent):
            depth -= 1
        if depth == 0:
            return position
    return len(found) - 1


def _is_seen(event: yaml.Event) -> bool:
    """Whether an event has letters of its own; the end of a block stands behind its comments."""
    return _at(event.start_mark).index < _at(event.end_mark).index


def _at(mark: _Place | None) -> _Place:
    """A mark, which the events of a text always have."""
    if mark is None:
        raise OddShapeError("file is of an unusual form")
    return mark


def _line_after(text: str, at: int, column: int) -> int:
    """The offset of the first line behind an offset, and behind the comments that are deeper."""
    if text[at - 1] != "\n":
        at = text.find("\n", at) + 1 or len(text)
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end]
        inner = line.lstrip(" ")
        if not inner.startswith("#") or len(line) - len(inner) <= column:
            break
        at = end
    return at


def _confirm(before: list[yaml.Event], longer: str, at: int, added: list[yaml.Event]) -> None:
    wanted = [*map(_meaning, before[:at]), *map(_meaning, added), *map(_meaning, before[at:])]
    if [*map(_meaning, events(longer))] != wanted:
        raise OddShapeError("file is of an unusual form")


def _meaning(event: yaml.Event) -> _Meaning:
    """What an event means, wherever it stands."""
    return (
        type(event).__name__,
        getattr(event, "anchor", None),
        getattr(event, "tag", None),
        getattr(event, "value", None),
    )
