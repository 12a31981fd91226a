"""Document -> the tables of a known role that lack columns which its kind asks for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.kinds import Kind
from storagelint.model.document import Document
from storagelint.model.facts import Form
from storagelint.model.table_facts import TableFact

_FIELDS = frozenset(["index-fields", "field", "filter"])
"""What heads a column of an index's fields."""


def tables_lacking(document: Document, kind: Kind) -> Iterator[tuple[TableFact, tuple[str, ...]]]:
    """The tables that lack columns, with the headings of these."""
    defining = _defining_lines(document)
    for table in document.tables_read:
        spec = kind.tables.get(table.role)
        if spec is None or (table.role == "fields" and table.line not in defining):
            continue
        if table.role == "stores" and not _names_a_product(table, document):
            continue
        told = {spec.columns.get(concept) for concept in _told(table, document)}
        lacking = tuple(
            heading
            for heading in table.lacks(spec.columns)
            if heading not in told
            and (heading not in ("Table", "Tables") or _needs_table(table, document))
        )
        if lacking:
            yield table, lacking


def _names_a_product(table: TableFact, document: Document) -> bool:
    """Whether a row names a store that is known; «database» also heads what a database checks."""
    rows = range(table.line, table.end_line + 1)
    return any(store.store_class and store.span.line in rows for store in document.stores)


def _told(table: TableFact, document: Document) -> frozenset[str]:
    """The concepts of columns that a table can do without.

    Those that an index's own words state (`users(email) unique`), the cardinality that the heading
    above states (`One-to-Many`), and the constraints of a store that keeps none.
    """
    if table.role == "fields" and not document.relational:
        return frozenset(["constraints"])
    if table.role == "relationships":
        rows = range(table.line, table.end_line + 1)
        stated = [each for each in document.relationships if each.span.line in rows]
        if stated and all(each.cardinality for each in stated):
            return frozenset(["cardinality", "type"])
    if table.role == "indexes" and _FIELDS.isdisjoint(table.concepts):
        rows = range(table.line, table.end_line + 1)
        indexes = [index for index in document.indexes if index.span.line in rows]
        sure = [each for each in indexes if each.entity and not each.entity_inferred]
        if indexes and len(sure) == len(indexes) and all(each.fields for each in sure):
            return frozenset(["table", "index", "index-fields", "index-type", "field", "type"])
    return frozenset()


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
