"""The block rule for GFM tables: one token a table, with its raw rows in `meta`.

It takes the place of markdown-it's own rule, which makes five tokens a cell and is eight times
slower on documents that consist of tables. What counts as a table is the same.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from storagelint.markdown.blocks import Cell, Row
from storagelint.markdown.inline import has_markup, plain
from storagelint.patterns import pattern

_new = tuple.__new__
"""A row has many cells; this leaves out the call that a named tuple makes of it."""
MAX_ROWS = 50_000
"""The most rows of one table that are read (promise 6)."""
MAX_COLUMNS = 2_000
"""The most columns of one table that are read (promise 6)."""

_DELIMITER_ROW = pattern(r"[|:-][|:\-\s]*\Z")
_DELIMITER = pattern(r":?-+:?\Z")
_PIPE = pattern(r"(?<!\\)\|")
_BLANK = " \t"
_CODE_INDENT = 4
"""How far a line is indented that would be code."""


def table_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Markdown-it's block rule: whether a table starts at line `start`, and then its token."""
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent:
        return False
    if state.is_code_block(start + 1) or state.is_code_block(start):
        return False
    delimiter = _line(state, start + 1)
    if len(delimiter) < 2 or not _DELIMITER_ROW.match(delimiter):
        return False
    if delimiter[0] == "-" and delimiter[1] in _BLANK:
        return False
    header = _line(state, start)
    if "|" not in header:
        return False
    columns = _count_delimiters(delimiter)
    if not columns or len(_cells(header)) != columns:
        return False
    if silent:
        return True

    parent_type, state.parentType = state.parentType, "table"
    terminators = state.md.block.ruler.getRules("blockquote")
    line = start + 2
    indent = state.blkIndent
    while line < end and indent <= state.sCount[line] < indent + _CODE_INDENT:
        begin = state.bMarks[line] + state.tShift[line]
        if begin >= state.eMarks[line]:
            break
        if state.src[begin] != "|" and any(rule(state, line, end, True) for rule in terminators):
            break
        line += 1
    token = state.push("table", "table", 0)
    token.map = [start, line]
    last = min(line, start + 2 + MAX_ROWS)
    token.meta = {
        "header": _row(state, start),
        "rows": tuple([_row(state, row) for row in range(start + 2, last)]),
        "skipped": line - last,
        "cut": columns > MAX_COLUMNS,
    }
    state.parentType = parent_type
    state.line = line
    return True


def _line(state: StateBlock, line: int) -> str:
    begin = state.bMarks[line] + state.tShift[line]
    return state.src[begin : state.eMarks[line]].strip(_BLANK)


def _count_delimiters(line: str) -> int:
    parts = [part.strip(_BLANK) for part in line.split("|")]
    if parts and not parts[0]:
        parts.pop(0)
    if parts and not parts[-1]:
        parts.pop()
    return len(parts) if all(_DELIMITER.match(part) for part in parts) else 0


def _cells(text: str) -> list[str]:
    """A row's cells without what stands outside of its outer pipes."""
    parts = _split(text)
    if not parts[0]:
        del parts[0]
    if parts and not parts[-1]:
        parts.pop()
    return parts


def _split(text: str) -> list[str]:
    """A row at its pipes, outer ones included; `\\|` does not separate."""
    if "\\|" not in text:
        return text.split("|")
    parts = []
    begin = 0
    for match in _PIPE.finditer(text):
        parts.append(text[begin : match.start()])
        begin = match.end()
    parts.append(text[begin:])
    return parts


def _row(state: StateBlock, line: int) -> Row:
    begin = state.bMarks[line] + state.tShift[line]
    text = state.src[begin : state.eMarks[line]].rstrip(_BLANK)
    at = begin - state.src.rfind("\n", 0, begin)
    if text[:1] == "|":
        at += 1
    number = line + 1
    parts = _cells(text)
    cells: list[Cell] = []
    escaped = "\\" in text
    marked = has_markup(text)
    for part in parts if len(parts) <= MAX_COLUMNS else parts[:MAX_COLUMNS]:
        raw = part.strip(_BLANK)
        column = at + part.find(raw) if raw else at + len(part)
        end_column = column + len(raw)
        if escaped:
            raw = raw.replace("\\|", "|")
        seen = plain(raw) if marked else raw.strip()
        cells.append(_new(Cell, (raw, seen, number, column, end_column)))
        at += len(part) + 1
    return Row(tuple(cells), number)
