"""Page -> the lines below its title that say what it belongs to: `**Epic**: E07-billing`."""

from __future__ import annotations

from typing import NamedTuple

from storagelint.markdown import Page, Table
from storagelint.patterns import pattern
from storagelint.source import Span

_BOLD = pattern(
    r"(?:\*\*|__)(?P<key>[^*_\n:：]{1,40}?)[ ]?[:：]?(?:\*\*|__)[ ]?[:：]?[ \t]*(?P<value>[^|*\n]*)"
)
_BARE = pattern(
    r"[ \t]{0,8}(?:[-*+][ \t]{1,4})?(?P<key>[A-Z][A-Za-z ]{1,30})[:：][ \t]*(?P<value>\S[^\n]*)"
)
_LINK = pattern(r"\[([^\[\]]*)\]\([^()]*\)")


class Entry(NamedTuple):
    """A metadata line; `span` is the place of its value, or of its key where it has none."""

    key: str
    value: str
    span: Span


def metadata(page: Page) -> dict[str, Entry]:
    """Each key in lower case with what it says; lines, tables and front matter are read."""
    found: dict[str, Entry] = {}
    for section in page.sections:
        if section.level > 1:
            break
        for block in section.blocks:
            if isinstance(block, Table):
                _table(block, found)
            else:
                for number in range(block.line, block.end_line + 1):
                    _line(page.source.lines[number - 1], number, found)
    if page.front_matter:
        for offset, line in enumerate(page.front_matter.text.split("\n")):
            key, colon, value = line.partition(":")
            if colon:
                span = page.source.line_span(page.front_matter.line + 1 + offset)
                _add(found, key, value.strip(" \"'"), span)
    return found


def _line(line: str, number: int, found: dict[str, Entry]) -> None:
    matches = [*_BOLD.finditer(line)]
    if not matches and (bare := _BARE.match(line)):
        matches = [bare]
    for match in matches:
        start, end = match.span("value")
        value = match["value"].rstrip(" \\")
        if value:
            span = Span(number, start + 1, number, start + 1 + len(value))
        else:
            start, end = match.span("key")
            span = Span(number, start + 1, number, end + 1)
        _add(found, match["key"], value, span)


def _table(table: Table, found: dict[str, Entry]) -> None:
    for row in (table.header, *table.rows):
        if len(row.cells) == 2:
            key, value = row.cells
            _add(found, key.text, value.text, value.span if value.text else key.span)


def _add(found: dict[str, Entry], key: str, value: str, span: Span) -> None:
    text = _LINK.sub(r"\1", value).strip(" `*_")
    found.setdefault(key.strip().casefold(), Entry(key.strip(), text, span))
