"""The blocks that a page is made of; every line number is 1-based and inclusive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from storagelint.markdown.inline import plain
from storagelint.source import Span

_new = tuple.__new__
"""Cells are many; this leaves out the call that a named tuple makes of it."""


class Cell(NamedTuple):
    """A table cell: its Markdown without the padding, and where that stands."""

    raw: str
    text: str
    """What a reader sees of the cell."""
    line: int
    column: int
    end_column: int

    @property
    def span(self) -> Span:
        """Where the text of the cell stands."""
        _, _, line, column, end_column = self
        return _new(Span, (line, column, line, end_column))


class Row(NamedTuple):
    """A row of a table's body; it may be shorter or longer than the header."""

    cells: tuple[Cell, ...]
    line: int

    def cell(self, column: int | None) -> Cell | None:
        """The cell of a column, or None where the row or the column is missing."""
        if column is None or column >= len(self.cells):
            return None
        return self.cells[column]


@dataclass(slots=True)
class Block:
    """A block of a page, with the lines that it covers."""

    line: int
    end_line: int
    nested: bool = field(default=False, kw_only=True)
    """Whether the block stands inside a quote or a list item."""


@dataclass(slots=True)
class Heading(Block):
    level: int
    raw: str
    span: Span
    """Where the text of the heading stands, without its marks."""

    @property
    def text(self) -> str:
        """What a reader sees of the heading."""
        return plain(self.raw)


@dataclass(slots=True)
class Paragraph(Block):
    raw: str
    column: int = 1
    """Where the first line starts."""
    quoted: bool = False

    @property
    def text(self) -> str:
        """What a reader sees of the paragraph, its lines joined by newlines."""
        return "\n".join(plain(line) for line in self.raw.split("\n"))


@dataclass(slots=True)
class Table(Block):
    header: Row
    rows: tuple[Row, ...]
    skipped: int = 0
    """Rows beyond the limits, which were not read."""
    cut: bool = False
    """Whether rows have columns beyond the limits, which were not read."""

    @property
    def headings(self) -> tuple[str, ...]:
        """What a reader sees of the header cells."""
        return tuple(cell.text for cell in self.header.cells)


@dataclass(slots=True)
class Fence(Block):
    language: str
    """The first word after the opening mark, in lower case; empty where there is none."""
    info: str
    lines: tuple[str, ...]
    column: int
    """Where the content's first column stands on its lines."""
    closed: bool = True
    indented: bool = False
    """Whether this is an indented code block, which has no marks."""

    @property
    def first_line(self) -> int:
        """The line of the first line of content."""
        return self.line if self.indented else self.line + 1

    @property
    def text(self) -> str:
        """The content, its lines joined by newlines."""
        return "\n".join(self.lines)

    def span(self, line: int, start: int = 0, end: int | None = None) -> Span:
        """Where characters `start` to `end` of content line `line` (both 0-based) stand."""
        text = self.lines[line] if line < len(self.lines) else ""
        if end is None:
            stripped = text.strip()
            start = len(text) - len(text.lstrip()) if stripped else 0
            end = start + len(stripped)
        at = self.first_line + line
        return Span(at, self.column + start, at, self.column + max(end, start))


@dataclass(slots=True)
class ListItem(Block):
    raw: str
    """The Markdown of the item's first paragraph, its lines joined by newlines."""
    span: Span
    """Where that paragraph's first line stands, without bullet and check box."""
    depth: int
    """0 for an item of an outermost list."""
    ordered: bool = False
    checked: bool | None = None
    """Whether the check box is ticked; None where there is none."""
    children: list[ListItem] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a reader sees of the item's first paragraph."""
        return " ".join(plain(line) for line in self.raw.split("\n"))

    def walk(self) -> Iterator[ListItem]:
        """The item and all items below it, in the order of the text."""
        stack = [self]
        while stack:
            item = stack.pop()
            yield item
            stack.extend(reversed(item.children))


@dataclass(slots=True)
class ItemList(Block):
    items: list[ListItem]

    def walk(self) -> Iterator[ListItem]:
        """All items of all depths, in the order of the text."""
        for item in self.items:
            yield from item.walk()


@dataclass(slots=True)
class Comment(Block):
    text: str
    """What stands between `<!--` and `-->`, trimmed."""
    span: Span


@dataclass(slots=True)
class Html(Block):
    text: str


@dataclass(slots=True)
class Other(Block):
    """A block without facts of its own: a rule, a link definition, a container's marks."""


@dataclass(slots=True, eq=False)
class Section:
    """A heading and all that stands below it up to the next heading of its level or above."""

    heading: Heading | None
    """None for what stands before the first heading."""
    level: int
    parent: Section | None
    line: int
    end_line: int = 0
    """The last line of the section with its subsections."""
    blocks: list[Block] = field(default_factory=list)
    """The blocks below the heading and above the first subsection."""
    children: list[Section] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What a reader sees of the heading; empty before the first one."""
        return self.heading.text if self.heading else ""

    @property
    def span(self) -> Span:
        """Where the heading's text stands, or the start of the page."""
        return self.heading.span if self.heading else Span(1, 1, 1, 1)

    def walk(self) -> Iterator[Section]:
        """The section and all sections below it, in the order of the text."""
        stack = [self]
        while stack:
            section = stack.pop()
            yield section
            stack.extend(reversed(section.children))

    def ancestors(self) -> Iterator[Section]:
        """The sections around this one, the nearest first."""
        section = self.parent
        while section is not None:
            yield section
            section = section.parent
