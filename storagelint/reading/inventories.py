"""Lists of tables, buckets and files -> entities that have no field table of their own."""

from __future__ import annotations

import re

from storagelint.markdown import Cell, Fence, Row, Table, code_spans
from storagelint.model import (
    Attribute,
    Definition,
    EntityKind,
    Field,
    Form,
    Statement,
    TypeFamily,
)
from storagelint.patterns import pattern
from storagelint.reading.columns import Columns
from storagelint.reading.fields import add_constraints, new_field, says_something, set_type
from storagelint.reading.headings import entity_name
from storagelint.reading.store_options import row_options
from storagelint.reading.words.constraints import read_constraints
from storagelint.reading.words.types import canonical_type
from storagelint.source import Span

_FILE = pattern(r"[\w${}<>*./:-]{1,120}")
_BARE_NAME = pattern(r"\s*+(?:[-*]\s*+)?([a-z][a-z0-9]*+(?:_[a-z0-9]++)*+)\s*+\Z")
_LISTED = pattern(r"\s*(?P<name>[^\W\d]\w{0,63})(?P<optional>\?)?(?=[\s,(（=:→]|\Z)")
_NAMES = pattern(r"\s*[^\W\d]\w{0,63}(?:/[^\W\d]\w{0,63}){1,12}\s*")
_CLOSED = pattern(r"(?<![^()\n])[^()\n]*+\)")
_COMMA = pattern("[,、，]")
_ASIDE = pattern(r"[(（]([^()（）]{1,200})[)）]")
_SOME = pattern(
    r"\b(?:key|main|important|core|notable|selected|chave|clave|principa\w{1,3}|importantes?|clés?"
    r"|wichtig\w{0,3}|основн\w{1,3}|ключев\w{1,3})\b|主要|关键|核心|重要|주요|핵심",
    re.IGNORECASE,
)
"""What a heading says over cells that hold only some of the fields."""


def read_inventory(table: Table, columns: Columns, kind: EntityKind | None) -> list[Definition]:
    """An entity a row, in tables that list tables, collections or buckets with a word on each."""
    found = []
    name_position = columns.position("table", "bucket", "name")
    for row in table.rows:
        cell = row.cell(name_position)
        if cell is None or not says_something(cell.text):
            continue
        for name in _names(cell.raw):
            definition = Definition(
                name=name,
                form=Form.TABLE,
                kind=kind,
                span=cell.span,
                line=row.line,
                end_line=row.line,
                excerpt=True,
            )
            definition.comment = columns.text(row, "description") or None
            definition.options = _options(row, table, columns, name_position)
            _fields_cell(definition, row, columns, table)
            found.append(definition)
    return found


def _options(row: Row, table: Table, columns: Columns, skipped: int | None) -> dict[str, str]:
    options = row_options(row, table, skipped)
    partition = columns.text(row, "primary-key", "partition-key").strip("` ")
    if "sort-key" in columns and says_something(partition):
        options["partition-key"] = partition
        if says_something(sort := columns.text(row, "sort-key")):
            options["sort-key"] = sort.strip("` ")
    return options


def read_file_table(table: Table, columns: Columns) -> list[Definition]:
    """A kind of file a row, with its format."""
    found = []
    for row in table.rows:
        cell = row.cell(columns.position("file"))
        codes = code_spans(cell.raw) if cell is not None else []
        name = codes[0][2].strip() if codes else ""
        if cell is None or not _FILE.fullmatch(name):
            continue
        definition = Definition(
            name=name,
            form=Form.TABLE,
            kind=EntityKind.FILE,
            span=cell.span,
            line=row.line,
            end_line=row.line,
            options=row_options(row, table, columns.position("file")),
        )
        written = columns.text(row, "type")
        if says_something(written):
            definition.options["format"] = written
        definition.comment = columns.text(row, "description") or None
        found.append(definition)
    return found


def _names(raw: str) -> list[str]:
    codes = [code.strip() for _, _, code in code_spans(raw)]
    if codes:
        return [code.rstrip("/") for code in codes if re.fullmatch(r"[\w./-]+", code)][:4]
    named = entity_name(raw)
    return [named.name] if named else []


def _parts(text: str) -> list[str]:
    """What stands between commas; those before the end of a parenthesis do not count."""
    kept = _CLOSED.sub(lambda closed: closed[0].replace(",", "\0"), text)
    return [part.replace("\0", ",") for part in _COMMA.split(kept)]


def _fields_cell(definition: Definition, row: Row, columns: Columns, table: Table) -> None:
    cell = columns.cell(row, "field", "index-fields")
    if cell is None and "sort-key" in columns:
        cell = columns.cell(row, "constraints")
    if cell is None:
        return
    position = columns.position("field", "index-fields")
    heading = table.header.cells[position].text if position is not None else ""
    definition.partial = bool(_SOME.search(heading))
    at = 0
    for part in _parts(cell.text):
        match = _LISTED.match(part)
        if match is None:
            several = _NAMES.fullmatch(part)
            for name in several[0].split("/") if several else ():
                definition.fields.append(new_field(name.strip(), _named_span(cell, name.strip())))
            continue
        rest = part[match.end() :].strip()
        known = canonical_type(rest) if rest else None
        typed = known is not None and known.family is not TypeFamily.OTHER
        listed = rest if _NAMES.fullmatch(rest) else ""
        if rest and not typed and not listed and rest[0] not in "(（=:→-–—":
            continue
        at = max(cell.raw.find(match["name"], at), at)
        span = Span(cell.line, cell.column + at, cell.line, cell.column + at + len(match["name"]))
        at += len(match["name"])
        field = new_field(match["name"], span, bool(match["optional"]))
        if typed:
            set_type(field, rest, span, definition)
        elif inside := listed or _inside(rest):
            _aside(field, inside, span, definition)
        definition.fields.append(field)


def _inside(rest: str) -> str:
    aside = _ASIDE.match(rest)
    return aside[1] if aside else ""


def _named_span(cell: Cell, name: str) -> Span:
    column = cell.column + max(cell.raw.find(name), 0)
    return Span(cell.line, column, cell.line, column + len(name))


def _aside(field: Field, text: str, span: Span, definition: Definition) -> None:
    """`(unique)`, `(vip/regular/new)`, `(jsonb)`."""
    known = canonical_type(text)
    values = [value.strip() for value in text.split("/")]
    if known is not None and known.family is not TypeFamily.OTHER:
        set_type(field, text, span, definition)
    elif len(values) > 1 and all(re.fullmatch(r"[\w-]+", value) for value in values):
        field.enum = tuple(values)
        field.stated[Attribute.ENUM] = Statement(span, text)
    elif "+" not in text:
        add_constraints(field, read_constraints(text), text, span, definition, quiet=True)


def read_name_list(fence: Fence) -> list[Definition]:
    """The names in a plain fence that lists tables, one a line; empty where it holds more."""
    names = []
    for number, line in enumerate(fence.lines[:500]):
        if not line.strip():
            continue
        match = _BARE_NAME.match(line)
        if not match:
            return []
        names.append((number, match))
    if len(names) < 4 or sum(
        "_" in match[1] or match[1].endswith("s") for _, match in names
    ) < 0.7 * len(names):
        return []
    return [
        Definition(
            name=match[1],
            form=Form.PROSE,
            span=Span(
                fence.first_line + number,
                fence.column + match.start(1),
                fence.first_line + number,
                fence.column + match.end(1),
            ),
            line=fence.first_line + number,
            end_line=fence.first_line + number,
        )
        for number, match in names
    ]
