"""Tables of tags and fields -> what a measurement is indexed by."""

from __future__ import annotations

from storagelint.markdown import Table
from storagelint.model import Definition
from storagelint.reading.columns import Columns
from storagelint.vocabulary import fold_words

_TAG = frozenset(["tag", "tags", "tag key", "tag name"])


def tag_columns(table: Table, columns: Columns) -> Columns:
    """The same columns, with a first one headed «Tag» that names fields."""
    if columns.order and columns.order[0] is None and _heads_tags(table):
        return Columns(("field", *columns.order[1:]), {**columns.first, "field": 0})
    return columns


def tag_options(table: Table, definition: Definition) -> dict[str, str]:
    """The tags of a measurement: the rows below a heading «Tag», or those of the type `tag`."""
    tags = [
        field.name
        for field in definition.fields
        if _heads_tags(table) or (field.type or "").casefold() == "tag"
    ]
    return {"tags": ", ".join(tags)} if tags else {}


def _heads_tags(table: Table) -> bool:
    return fold_words(table.header.cells[0].raw) in _TAG
