"""Document -> the tables of a known role that lack columns which its kind asks for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.kinds import Kind
from storagelint.model.document import Document
from storagelint.model.facts import Form
from storagelint.model.table_facts import TableFact


def tables_lacking(document: Document, kind: Kind) -> Iterator[tuple[TableFact, tuple[str, ...]]]:
    """The tables that lack columns, with the headings of these.

    Constraints are asked for only where a store may keep them: in relational designs.
    """
    defining = _defining_lines(document)
    for table in document.tables_read:
        spec = kind.tables.get(table.role)
        if spec is None or (table.role == "fields" and table.line not in defining):
            continue
        kept = document.relational or table.role != "fields"
        lacking = tuple(
            heading
            for heading in table.lacks(spec.columns)
            if (kept or heading != spec.columns.get("constraints"))
            and (heading not in ("Table", "Tables") or _needs_table(table, document))
        )
        if lacking:
            yield table, lacking


def _defining_lines(document: Document) -> set[int]:
    """Where the tables stand that define entities; others with such columns may be contracts."""
    return {
        definition.line
        for entity in document.entities
        for definition in entity.definitions
        if definition.form is Form.TABLE
    }


def _needs_table(table: TableFact, document: Document) -> bool:
    """Whether nothing else tells the entities: the headings above, or the only entity there is."""
    if len(document.entities) < 2:
        return False
    rows = range(table.line, table.end_line + 1)
    indexes = [index for index in document.indexes if index.span.line in rows]
    return not indexes or any(not index.entity or index.entity_inferred for index in indexes)
