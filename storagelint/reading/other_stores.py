"""Key patterns, buckets and lists of tables -> entities that have no field table of their own."""

from __future__ import annotations

import re

from storagelint.markdown import Fence, Row, Table, code_spans
from storagelint.model import Definition, EntityKind, Field, Form
from storagelint.reading.columns import Columns
from storagelint.reading.fields import field_names, says_something
from storagelint.reading.headings import entity_name
from storagelint.source import Span

_KEY_PATTERN = re.compile(r"[\w${}.-]+(?::[\w${}<>*.-]+)+\Z|[\w.-]*(?:\{\w+\}|<\w+>)[\w:.-]*\Z")
_KEY_LINE = re.compile(r"\s*(?P<label>[A-Za-z]+|[^\W\d_a-zA-Z]{1,6})\s*[:：=]\s*(?P<value>\S.*)\Z")
_BARE_NAME = re.compile(r"\s*[-*]?\s*([a-z][a-z0-9]*(?:_[a-z0-9]+)*)\s*\Z")


def read_key_table(table: Table, columns: Columns) -> list[Definition]:
    """A key pattern a row, with its value type, its time to live and what evicts it."""
    found = []
    for row in table.rows:
        cell = columns.cell(row, "key-pattern", "key", "primary-key", "field", "name")
        if cell is None or not says_something(cell.text):
            continue
        codes = code_spans(cell.raw)
        name = (codes[0][2] if codes else cell.text).strip()
        definition = Definition(
            name=name,
            form=Form.TABLE,
            kind=EntityKind.KEY,
            span=cell.span,
            line=row.line,
            end_line=row.line,
        )
        definition.comment = columns.text(row, "description") or None
        for option, concepts in (
            ("value-type", ("value-type", "type")),
            ("ttl", ("ttl", "retention")),
            ("eviction", ("eviction",)),
        ):
            text = columns.text(row, *concepts)
            if says_something(text):
                definition.options[option] = text
        found.append(definition)
    return found


def read_key_fence(fence: Fence) -> list[Definition]:
    """Key patterns written as lines `Key: a:{b}`, `Type: HASH`, `TTL: 60s` in a plain fence."""
    found: list[Definition] = []
    for number, line in enumerate(fence.lines[:200]):
        match = _KEY_LINE.match(line)
        if not match:
            continue
        label, value = match["label"].casefold(), match["value"].strip().strip("`")
        if label in ("key", "键", "키", "キー", "pattern"):
            if not is_key_pattern(value):
                return []
            at = fence.first_line + number
            found.append(
                Definition(
                    name=value,
                    form=Form.CODE,
                    kind=EntityKind.KEY,
                    span=fence.span(number, match.start("value"), match.end("value")),
                    line=at,
                    end_line=at,
                )
            )
        elif found and label in ("type", "类型", "타입"):
            found[-1].options["value-type"] = value
        elif found and label in ("ttl", "expiry", "过期"):
            found[-1].options["ttl"] = value
    return found


def is_key_pattern(text: str) -> bool:
    """Whether text reads as a key pattern such as `app:session:{id}`."""
    return len(text) <= 120 and bool(_KEY_PATTERN.match(text.strip("` ")))


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
            _fields_cell(definition, row, columns)
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
