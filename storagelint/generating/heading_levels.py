"""A section and a step -> the edits that move its heading and all below it up or down."""

from __future__ import annotations

from typing import NamedTuple

from storagelint.markdown import Page, Section
from storagelint.patterns import pattern
from storagelint.source import Span

_MARKS = pattern(r" {0,3}(#{1,6})(?=[ \t]|\Z)")
_DEEPEST = 6


class Replacement(NamedTuple):
    """A stretch of a document and what takes its place; an empty stretch is an insertion."""

    span: Span
    text: str
    rank: int = 0
    """Of several insertions at one place the lower goes first."""


def shifted(page: Page, section: Section, by: int) -> list[Replacement] | None:
    """The edits that take a section with its parts `by` levels down, or up where it is negative.

    None where a heading is underlined, not marked by `#`, or would leave the six levels.
    """
    found: list[Replacement] = []
    for part in section.walk():
        marks = _MARKS.match(page.source.lines[part.line - 1])
        level = part.level + by
        if marks is None or len(marks[1]) != part.level or not 1 <= level <= _DEEPEST:
            return None
        span = Span(part.line, marks.start(1) + 1, part.line, marks.end(1) + 1)
        found.append(Replacement(span, "#" * level))
    return found
