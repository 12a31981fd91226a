"""Cells -> the rows of a Markdown table, from which nothing breaks out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storagelint.generating.texts.inline_text import inline


def cell(text: str) -> str:
    """A text as a cell that reads as this text: on one line, with pipes and markup escaped."""
    return inline(text).replace("|", "\\|")


def row(cells: Iterable[str]) -> str:
    """A row of texts, without a newline."""
    return f"| {' | '.join(map(cell, cells))} |"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, without a newline behind it."""
    lines = [row(header), f"|{' --- |' * len(header)}", *map(row, rows)]
    return "\n".join(lines)
