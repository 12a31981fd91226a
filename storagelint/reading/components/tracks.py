"""Page -> Tracks: the table of tracks.md, and tracks that stand as lines or headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.markdown import ItemList, Page, Section, Table, plain
from storagelint.model.components import TrackRow, Tracks, Value
from storagelint.model.standard import standard
from storagelint.patterns import pattern
from storagelint.source import Span

_TRACK = pattern(
    r"(?:\[(?P<box>[ xX~!-])\][ \t]+)?"
    r"(?:\*\*|__)?Track[ \t]?[:：](?:\*\*|__)?[ \t]*(?P<title>[^\n]*)"
)
_LINK = pattern(r"\[[^\[\]\n]{0,200}\]\((?P<target>[^()\s]{1,300})\)")
_STATES = {"x": "Completed", "X": "Completed", "~": "In Progress", "!": "Blocked", "-": "Cancelled"}
_NOTHING = frozenset(["", "-", "–", "—", "none", "n/a", "_none_"])


def read_tracks(page: Page, path: str) -> Tracks:
    """What a page says of components; tables without ids are not read."""
    title = next((section for section in page.sections if section.level == 1), page.root)
    rows: list[TrackRow] = []
    columns: tuple[str | None, ...] = ()
    header = blank = end = None
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                found = tuple(standard().column(heading) for heading in block.headings)
                if not _is_tracks(found):
                    continue
                filled = list(_rows(block, found, path))
                rows += filled
                if not columns:
                    columns = found
                    line = page.source.line_span(block.end_line)
                    end = Span(line.end_line, line.end_column, line.end_line, line.end_column)
                    header = block.header.cells[found.index("id")].span
                    blank = _blank(block, page) if not filled else None
            elif isinstance(block, ItemList) and not block.nested:
                rows += _lines(block, page, path)
        row = _of_heading(section, page, path)
        if row is not None:
            rows.append(row)
    return Tracks(path, title.span, tuple(rows), columns, header, blank, end)


def _is_tracks(columns: tuple[str | None, ...]) -> bool:
    return "id" in columns and ("title" in columns or "status" in columns)


def _rows(table: Table, columns: tuple[str | None, ...], path: str) -> Iterator[TrackRow]:
    for row in table.rows:
        if all(cell.text.casefold() in _NOTHING for cell in row.cells):
            continue
        cells = {
            column: Value(cell.text, cell.span)
            for column, cell in zip(columns, row.cells, strict=False)
            if column
        }
        own = cells.get("id")
        if own is not None and own.text:
            yield TrackRow(path, own.text, own.span, cells)


def _blank(table: Table, page: Page) -> Span | None:
    for row in table.rows:
        if row.cells and all(cell.text.casefold() in _NOTHING for cell in row.cells):
            return page.source.line_span(row.line)
    return None


def _lines(block: ItemList, page: Page, path: str) -> Iterator[TrackRow]:
    for item in block.items:
        match = _TRACK.match(item.raw)
        if match and (match["box"] or item.checked is not None):
            below = page.source.lines[item.line - 1 : item.end_line]
            before = page.source.lines[item.span.line - 1][: item.span.column - 1].rstrip()
            yield _loose(path, match, match["box"] or before[-2:-1], item.span, below)


def _of_heading(section: Section, page: Page, path: str) -> TrackRow | None:
    match = _TRACK.match(section.heading.raw) if section.heading else None
    if not match or not match["box"]:
        return None
    below = page.source.lines[section.line - 1 : section.end_line]
    return _loose(path, match, match["box"], section.span, below)


def _loose(
    path: str, match: re.Match[str], box: str, span: Span, lines: tuple[str, ...]
) -> TrackRow:
    """A track outside of a table; a link below it tells its id."""
    title = plain(match["title"].rstrip("* \t"))
    links = (_LINK.search(line) for line in lines[:20])
    target = next((link["target"] for link in links if link), "")
    parts = [part for part in target.split("/") if part and "." not in part]
    cells = {
        "title": Value(title, span),
        "status": Value(_STATES.get(box, "Planning"), span),
    }
    return TrackRow(path, parts[-1] if parts else "", span, cells, tabular=False)
