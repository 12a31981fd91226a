"""Key patterns in tables, fences and lists -> entities of a key-value store."""

from __future__ import annotations

import re

from storagelint.markdown import Cell, Fence, ItemList, Table, code_spans, plain
from storagelint.model import Attribute, Definition, EntityKind, Form, Statement
from storagelint.patterns import pattern
from storagelint.reading.columns import Columns
from storagelint.reading.fields import new_field, says_something
from storagelint.source import Span

_KEY_PATTERN = pattern(r"[\w${}.-]+(?::[\w${}<>*.-]+)+\Z|[\w.-]*(?:\{\w+\}|<\w+>)[\w:.-]*\Z")
_KEY_LINE = pattern(r"\s*(?P<label>[A-Za-z]+|[^\W\d_a-zA-Z]{1,6})\s*[:：=]\s*(?P<value>\S.*)\Z")
_PLACEHOLDER = pattern(r"\{\w|<\w|\*\Z")
_KEY_PART = pattern(
    r"(?:PK|SK)(?:\s*\((?:partition|sort|hash|range) key\))?|(?:partition|sort|hash|range) key"
    r"(?:\s*\(\w+\))?",
    re.IGNORECASE,
)
_INDEX_PART = pattern(r"[gl]si\w{0,10}[_ -]?(?:pk|sk)\d?(?: \([a-z ]{1,20}\))?", re.IGNORECASE)
_VALUE_TYPE = pattern(
    r"\b(strings?|hash(?:es)?|lists?|sets?|sorted sets?|zsets?|streams?|bitmaps?|json)\b",
    re.IGNORECASE,
)
_TTL = pattern(
    r"\b(?:ttl|expires? (?:in|after)|expiry)\b\s*+(?:[:=]\s*+)?(?P<ttl>\d[\d,.]*\s*[a-z]*)",
    re.IGNORECASE,
)
_COLUMNS = (
    ("value-type", ("value-type", "type")),
    ("ttl", ("ttl", "retention")),
    ("eviction", ("eviction",)),
)


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
        for option, concepts in _COLUMNS:
            text = columns.text(row, *concepts)
            if says_something(text):
                definition.options[option] = text
        found.append(definition)
    return found


def read_item_keys(table: Table, name: str, span: Span) -> Definition | None:
    """`PK | USER#{id}` and `SK | META`: the key of an item, its parts as fields.

    None where the first column holds anything else.
    """
    parts = _key_parts(table)
    if not parts:
        return None
    definition = Definition(
        name=name, form=Form.TABLE, span=span, line=table.line, end_line=table.end_line
    )
    for cell, option in zip(parts, ("partition-key", "sort-key"), strict=False):
        field = new_field(cell.text.split(" (", 1)[0].strip(), cell.span)
        definition.options[option] = field.name
        field.primary_key = True
        field.stated[Attribute.PRIMARY_KEY] = Statement(cell.span, cell.text)
        definition.fields.append(field)
    return definition


def lists_item_keys(table: Table) -> bool:
    """Whether the rows are the parts of an item's key and, perhaps, those of secondary indexes."""
    return bool(_key_parts(table))


def _key_parts(table: Table) -> list[Cell]:
    """The cells that name a partition key and its sort key; empty where a row names a field."""
    firsts = [row.cells[0] for row in table.rows[:9] if row.cells]
    parts = [cell for cell in firsts if _KEY_PART.fullmatch(cell.text)]
    others = [cell for cell in firsts if cell not in parts]
    known = 0 < len(parts) <= 2 and all(_INDEX_PART.fullmatch(cell.text) for cell in others)
    return parts if known else []


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


def read_key_list_of(block: ItemList, sure: bool) -> list[Definition]:
    """Items such as `` - `lock:{id}`: STRING, TTL 10s ``; empty where some item is another.

    Keys without a placeholder count only where `sure` says that the place is about keys.
    """
    found: list[Definition] = []
    patterned = 0
    for item in block.items:
        codes = code_spans(item.raw)
        if not codes or codes[0][0] > 1 or not is_key_pattern(codes[0][2]):
            return []
        patterned += bool(_PLACEHOLDER.search(codes[0][2]))
        definition = Definition(
            name=codes[0][2].strip(),
            form=Form.BULLETS,
            kind=EntityKind.KEY,
            span=item.span,
            line=item.line,
            end_line=item.end_line,
        )
        rest = plain(item.raw.partition("`" + codes[0][2] + "`")[2])[:300]
        if written := _VALUE_TYPE.search(rest[:40]):
            definition.options["value-type"] = written[1]
        if ttl := _TTL.search(rest):
            definition.options["ttl"] = ttl["ttl"].strip()
        definition.comment = rest.strip(" *:：-–—") or None
        found.append(definition)
    return found if sure or patterned * 2 > len(found) else []
