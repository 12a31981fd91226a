"""A table that was read and values by concept -> a new row in its own style, and its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from storagelint.generating.texts.inline_text import unbroken
from storagelint.generating.texts.table_text import cell
from storagelint.markdown import Page, Row, Table
from storagelint.model.table_facts import TableFact
from storagelint.patterns import pattern
from storagelint.source import Span
from storagelint.vocabulary import vocabulary, word_cache

Word = TypeVar("Word", str, bool)
Value = str | tuple[str, ...]
"""A text, or names and words that the table's own separator joins."""

_SAMPLE = 60
"""Rows that are looked at to tell how a table writes its cells."""
_LEAD = pattern(r"[ \t>]*")
_PIPE = pattern(r"(?<!\\)\|")
_SEPARATOR = pattern(r"(?<=[\w`)\]])\s{0,3}(?:,|;|\+|、|，|/|<br>)\s{0,3}(?=[\w`(\[])")
_MARKS = ("**`", "`", "**", "__", "*")
_CODE = "`"


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How the cells of a column are written."""

    marks: str = ""
    """What stands before the text and, mirrored, behind it: ``` ` ```, `**`."""
    each: bool = True
    """Whether each of several names has the marks, or all of them together."""
    brackets: bool = False
    separator: str = ", "
    nothing: str = ""
    """What stands where there is nothing to say: a dash, or no text."""

    def write(self, value: Value | None) -> str:
        """The Markdown of a value, which reads as this value."""
        parts = (value,) if isinstance(value, str) else value or ()
        parts = tuple(part for part in parts if unbroken(part))
        if not parts:
            return self.nothing
        if not self.each or len(parts) == 1:
            return self._marked(self._bracketed(self.separator.join(parts)))
        return self._bracketed(self.separator.join(map(self._marked, parts)))

    def sentence(self, text: str) -> str:
        """The Markdown of a sentence, which is no code even where others quote some."""
        return replace(self, marks=self.marks.replace(_CODE, "")).write(text)

    def _bracketed(self, text: str) -> str:
        return f"({text})" if self.brackets else text

    def _marked(self, text: str) -> str:
        if not self.marks or _CODE in text:
            return cell(text)
        line = cell(text) if _CODE not in self.marks else unbroken(text).replace("|", "\\|")
        return f"{self.marks}{line}{self.marks[::-1]}"


def table_of(page: Page, fact: TableFact) -> Table | None:
    """The table that a fact was read from; None for one that was not read whole."""
    for block in page.section_at(fact.line).blocks:
        if isinstance(block, Table) and block.line == fact.line:
            return None if block.cut or block.skipped else block
    return None


def new_row(
    page: Page, fact: TableFact, values: Mapping[str, Value], behind: int | None = None
) -> tuple[Span, str] | None:
    """Where a row goes (an empty place) and its text with the newline before it.

    `values` gives what each column says by its concept, as `TableFact.concepts` has them; a column
    without a value stays as empty as the table's other cells. The row stands behind the last one,
    or behind the row on line `behind`. None where the table was not read whole.
    """
    table = table_of(page, fact)
    if table is None:
        return None
    styles = styles_of(table)
    texts = [
        _written(style, concept, values)
        for concept, style in zip(fact.concepts, styles, strict=True)
    ]
    return _end(page, _last_line(table, behind)), "\n" + _line(page, table, texts)


def _written(style: CellStyle, concept: str | None, values: Mapping[str, Value]) -> str:
    value = values.get(concept) if concept else None
    if concept == "description" and isinstance(value, str):
        return style.sentence(value)
    return style.write(value)


def new_raw_row(page: Page, fact: TableFact, cells: Sequence[str]) -> tuple[Span, str] | None:
    """The same for a row of Markdown that stands in cells already, one for each column."""
    table = table_of(page, fact)
    if table is None:
        return None
    texts = [_PIPE.sub(r"\\|", raw) for raw in cells]
    return _end(page, _last_line(table, None)), "\n" + _line(page, table, texts)


def styles_of(table: Table) -> list[CellStyle]:
    """How each column of a table is written, as most of its cells are."""
    rows = table.rows[:_SAMPLE]
    return [_style(_column(rows, position)) for position in range(len(table.header.cells))]


def _column(rows: Iterable[Row], position: int) -> tuple[str, ...]:
    return tuple([found.raw for row in rows if (found := row.cell(position)) is not None])


@word_cache(256)
def _style(cells: tuple[str, ...]) -> CellStyle:
    silent = vocabulary().words("nothing")
    empty = Counter(raw for raw in cells if not raw or raw.casefold() in silent)
    said = [raw for raw in cells if raw not in empty]
    nothing = empty.most_common(1)[0][0] if empty else ""
    marks = _most(map(_marks, said))
    bare = [raw.strip("`* ") for raw in said]
    brackets = _most(text.startswith("(") and text.endswith(")") for text in bare) or False
    several = [found[0] for raw in said if (found := _SEPARATOR.search(raw))]
    separator = Counter(several).most_common(1)[0][0] if several else ", "
    joined = [raw for raw in said if _SEPARATOR.search(raw)]
    each = not joined or any(_CODE + separator + _CODE in raw for raw in joined)
    return CellStyle(marks or "", each or _CODE not in (marks or ""), brackets, separator, nothing)


def _most(values: Iterable[Word]) -> Word | None:
    """The value that more than half agree on."""
    counts = Counter(values)
    if not counts:
        return None
    value, votes = counts.most_common(1)[0]
    return value if 2 * votes > counts.total() else None


def _marks(raw: str) -> str:
    """The marks around a cell's text; `(`a`, `b`)` has those of its names."""
    inner = raw[1:-1] if raw.startswith("(") and raw.endswith(")") else raw
    for marks in _MARKS:
        long_enough = len(inner) > 2 * len(marks)
        if long_enough and inner.startswith(marks) and inner.endswith(marks[::-1]):
            return marks
    return ""


def _last_line(table: Table, behind: int | None) -> int:
    if behind is not None and table.line + 1 < behind <= table.end_line:
        return behind
    return table.rows[-1].line if table.rows else table.line + 1


def _end(page: Page, line: int) -> Span:
    column = len(page.source.lines[line - 1]) + 1
    return Span(line, column, line, column)


def _line(page: Page, table: Table, texts: Sequence[str]) -> str:
    """A row with the margin, the outer pipes and the padding of the table's other lines."""
    lines = page.source.lines[table.line - 1 : min(table.end_line, table.line + _SAMPLE)]
    model = page.source.lines[table.end_line - 1] if table.rows else lines[0]
    lead = _LEAD.match(model)
    margin = lead[0] if lead else ""
    body = model[len(margin) :].rstrip()
    opened, closed = body.startswith("|"), body.endswith("|") and not body.endswith("\\|")
    widths = _widths(lines, opened=opened, closed=closed)
    if len(widths) == len(texts):
        padded = [f" {text.ljust(width - 2)} " for text, width in zip(texts, widths, strict=True)]
    else:
        gap = "" if _is_compact(table, lines) else " "
        padded = [f"{gap}{text}{gap}" if text else gap for text in texts]
    inner = "|".join(padded)
    opened = opened or not texts[0]
    if not opened:
        inner = inner.lstrip()
    return f"{margin}{'|' if opened else ''}{inner}{'|' if closed else ''}".rstrip()


def _widths(lines: Sequence[str], *, opened: bool, closed: bool) -> list[int]:
    """The widths between the pipes where all lines agree on them; else nothing."""
    inner = slice(1 if opened else 0, -1 if closed else None)
    found = {tuple(map(len, _PIPE.split(line.strip())))[inner] for line in lines}
    if len(found) != 1 or len(lines) < 3:
        return []
    widths = list(found.pop())
    return widths if min(widths, default=0) > 2 else []


def _is_compact(table: Table, lines: Sequence[str]) -> bool:
    """Whether no text of the table stands apart from its pipes."""
    row = table.rows[0] if table.rows else table.header
    line = lines[row.line - table.line]
    filled = [found for found in row.cells if found.raw]
    before = {line[found.column - 2 : found.column - 1] for found in filled}
    return bool(filled) and " " not in before
