"""Cells -> the rows of a Markdown table, from which nothing breaks out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storagelint.markdown.inline import plain
from storagelint.patterns import pattern

_BREAKS = pattern(r"\s*[\r\n\x0b\x0c\x85\u2028\u2029]+\s*|[\x00-\x1f\x7f]")
_MARKS = pattern(r"[\\`*_~<>&\[\]#!]")
_ENTITIES = {"`": "&#96;", "\\": "&#92;"}
"""What no backslash takes the meaning from everywhere: in front of a pipe, around code."""


def cell(text: str) -> str:
    """A text as a cell that reads as this text: on one line, with pipes and markup escaped."""
    line = _BREAKS.sub(" ", text).strip()
    if plain(line) != line:
        line = _MARKS.sub(lambda found: _ENTITIES.get(found[0], "\\" + found[0]), line)
    return line.replace("|", "\\|")


def row(cells: Iterable[str]) -> str:
    """A row of texts, without a newline."""
    return f"| {' | '.join(map(cell, cells))} |"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, without a newline behind it."""
    lines = [row(header), f"|{' --- |' * len(header)}", *map(row, rows)]
    return "\n".join(lines)
