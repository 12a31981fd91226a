"""Lists of tables, buckets and files -> entities that have no field table of their own."""

from __future__ import annotations

import re

from storagelint.markdown import Fence, Row, Table, code_spans
from storagelint.model import Definition, EntityKind, Field, Form
from storagelint.patterns import pattern
from storagelint.reading.columns import Columns
from storagelint.reading.fields import field_names, says_something
from storagelint.reading.headings import entity_name
from storagelint.reading.store_options import row_options
from storagelint.source import Span

_FILE = pattern(r"[\w${}<>*./:-]{1,120}")
_BARE_NAME = pattern(r"\s*[-*]?\s*([a-z][a-z0-9]*(?:_[a-z0-9]+)*)\s*\Z")


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
            _fields_cell(definition, row, columns)
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


def _fields_cell(definition: Definition, row: Row, columns: Columns) -> None:
    cell = columns.cell(row, "field", "index-fields")
    if cell is None and "sort-key" in columns:
        cell = columns.cell(row, "constraints")
    if cell is None:
        return
    for part in re.split(r",(?![^()]*\))", cell.text):
        name = part.strip().split(" ")[0].split("(")[0]
        for found, optional, _ in field_names(name):
            definition.fields.append(
                Field(name=found, span=cell.span, nullable=True if optional else None)
            )


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
