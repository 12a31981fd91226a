"""Rows of a design -> the table that its kind asks for."""

from __future__ import annotations

from collections.abc import Sequence

from storagelint.generating.design import Design
from storagelint.generating.wording import column


def has_fields(design: Design) -> bool:
    """Whether any entity has fields."""
    return any(entity.fields for entity in design.document.entities)


def columns_of(design: Design, role: str) -> dict[str, str]:
    """Concept -> heading of the columns of a table: the kind's, and one for the entity."""
    spec = design.kind.tables.get(role)
    columns = dict(spec.columns) if spec else {}
    if role == "indexes" and columns and "table" not in columns:
        first, *rest = columns.items()
        columns = dict([first, ("table", "Table"), *rest])
    return columns


def table_of(
    design: Design,
    role: str,
    rows: Sequence[Sequence[str]],
    columns: dict[str, str] | None = None,
) -> str:
    """A table in the manner of the document; `columns` where they are not those of the kind."""
    wanted = columns or columns_of(design, role)
    header = [column(concept, default, design.language) for concept, default in wanted.items()]
    return design.manner.table(header, rows)
