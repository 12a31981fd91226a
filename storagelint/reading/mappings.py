"""Tables that map fields of an interface contract to fields of the data -> Mapping."""

from __future__ import annotations

import re

from storagelint.markdown import Table
from storagelint.model import Mapping
from storagelint.patterns import pattern
from storagelint.reading.columns import Columns
from storagelint.reading.fields import says_something

_PARTS = pattern(r"(?:(?<!\s)\s+)?(?:\+|,|;|&|、|\band\b)\s*")


def read_mapping_table(table: Table, columns: Columns, dto: str | None) -> list[Mapping]:
    """A mapping a row; `dto` is the structure that the heading above names."""
    found = []
    for row in table.rows:
        cell = columns.cell(row, "dto-field")
        if cell is None or not says_something(cell.text):
            continue
        data = columns.cell(row, "data-field", "field", "table")
        transformation = columns.cell(row, "transformation", "pattern", "description")
        found.append(
            Mapping(
                dto_field=cell.text,
                data_fields=_data_fields(data.text) if data else [],
                transformation=transformation.text or None if transformation else None,
                dto=dto,
                span=cell.span,
                data_span=data.span if data else None,
                transformation_span=transformation.span if transformation else None,
            )
        )
    return found


def _data_fields(text: str) -> list[str]:
    if not says_something(text):
        return []
    text = re.sub(r"[(（][^()（）]*[)）]", " ", text)
    names = [part.strip("` ") for part in _PARTS.split(text)]
    return [name for name in names if re.fullmatch(r"[A-Za-z_][\w.\[\]]*", name)]
