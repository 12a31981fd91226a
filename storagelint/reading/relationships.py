"""Relationship tables and lists -> Relationship, and tables of foreign keys -> references."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from storagelint.markdown import Fence, ItemList, Paragraph, Row, Table
from storagelint.model import Form, Reference, Relationship
from storagelint.model.names import fold
from storagelint.patterns import pattern
from storagelint.reading.columns import Columns
from storagelint.reading.diagrams.relation_lines import (
    Relation,
    read_cardinality,
    read_relation_block,
    read_relation_line,
)
from storagelint.reading.fields import says_something
from storagelint.source import Span

_CLAUSE = pattern(r"[;,.。，；]\s")
_DRAWN = pattern(r"`([A-Za-z_][\w.]*)`\s*(↔|→|<->|->)\s*`([A-Za-z_][\w.]*)`")


def read_relationship_table(
    table: Table, columns: Columns, entity: str | None
) -> list[Relationship]:
    """A relationship a row. A row that names one side only is about the entity it stands under."""
    found = []
    for row in table.rows:
        relationship = _row(row, columns, entity)
        if relationship is not None:
            found.append(relationship)
    return found


def _row(row: Row, columns: Columns, entity: str | None) -> Relationship | None:
    span = row.cells[0].span if row.cells else Span(row.line, 1, row.line, 1)
    from_cell = columns.cell(row, "from", "parent-table")
    to_cell = columns.cell(row, "to", "child-table", "table")
    card_cell = columns.cell(row, "cardinality", "type")
    text = columns.text(row, "relationship")
    from_name = from_cell.text if from_cell else entity if to_cell else None
    to_name = to_cell.text if to_cell else None
    if not from_name or not to_name:
        relations = read_relation_line(text) if text else []
        if not relations:
            return None
        relationship = _from_relation(relations[0], span, Form.TABLE)
        if card_cell is not None:
            relationship.cardinality = read_cardinality(card_cell.text) or relationship.cardinality
        return relationship
    if not says_something(from_name) or not says_something(to_name):
        return None
    from_name, from_field = _split(from_name)
    to_name, _ = _split(to_name)
    relationship = Relationship(
        from_entity=from_name,
        to_entity=to_name,
        field=from_field,
        form=Form.TABLE,
        span=span,
        from_span=from_cell.span if from_cell else None,
        to_span=to_cell.span if to_cell else None,
    )
    if card_cell is not None and says_something(card_cell.text):
        relationship.cardinality = read_cardinality(card_cell.text)
        relationship.cardinality_text = card_cell.text
        relationship.cardinality_span = card_cell.span
    elif text:
        relationship.cardinality = read_cardinality(text)
    via = columns.text(row, "via")
    relationship.via = via if says_something(via) and " " not in via else None
    label = columns.text(row, "description", "relationship")
    relationship.label = label or None
    return relationship


def _split(name: str) -> tuple[str, str | None]:
    """`orders.user_id` is a table and its field; `auth.users` stays whole."""
    name = name.strip("`* ")
    bare = name.split("(")[0].strip()
    head, dot, tail = bare.rpartition(".")
    if dot and (tail == "id" or tail.endswith(("_id", "Id", "_uid"))):
        return head, tail
    return bare or name, None


def read_foreign_key_table(table: Table, columns: Columns) -> list[tuple[str, str, Reference]]:
    """The rows of a table `child table | column | parent table | parent column | on delete`.

    Each row gives the child's entity, its field, and the reference.
    """
    found = []
    for row in table.rows:
        child = columns.text(row, "child-table", "from", "table").strip("`")
        column = columns.text(row, "child-column", "field").strip("`")
        parent = columns.text(row, "parent-table", "foreign-key", "to").strip("`")
        parent_column: str | None = columns.text(row, "parent-column").strip("`")
        if not column and "." in child:
            child, _, column = child.rpartition(".")
        if not parent and parent_column and "." in parent_column:
            parent, _, parent_column = parent_column.rpartition(".")
        elif "." in parent and not parent_column:
            parent, _, parent_column = parent.rpartition(".")
        elif parent.endswith(")") and "(" in parent:
            parent, _, inside = parent[:-1].partition("(")
            parent_column = inside
        if not (child and column and parent) or " " in column:
            continue
        on_delete = columns.text(row, "on-delete").lower().removeprefix("on delete ").strip()
        cell = columns.cell(row, "parent-table", "foreign-key", "to", "parent-column")
        span = cell.span if cell else Span(row.line, 1, row.line, 1)
        reference = Reference(
            entity=parent, field=parent_column or None, on_delete=on_delete or None, span=span
        )
        found.append((child, column, reference))
    return found


def read_relationship_list(
    block: ItemList, entity: str | None, known: AbstractSet[str], sure: bool
) -> list[Relationship]:
    """The relationships that the items of a list state.

    `sure` says that the list stands under a heading for relationships.
    """
    found = []
    for item in block.walk():
        text = item.text
        relations = read_relation_line(text, None if sure else known)
        if not relations and entity:
            relations = read_relation_line(f"{entity} {text}", None if sure else known)
        for relation in relations[:8]:
            relationship = _from_relation(relation, item.span, Form.BULLETS)
            same = fold(relation.left) == fold(relation.right)
            if (
                entity
                and fold(relation.right) in known
                and (same or fold(relation.left) not in known)
            ):
                relationship.label, relationship.from_entity = relation.left, entity
            ends = (relationship.from_entity, relationship.to_entity)
            defined = [fold(end) in known for end in ends]
            if all(defined) or (sure and (any(defined) or not known)):
                found.append(relationship)
    return found


def read_relationship_prose(block: Paragraph, known: AbstractSet[str]) -> list[Relationship]:
    """The relationships that sentences draw with arrows between names in code marks."""
    found = []
    for piece in _CLAUSE.split(block.raw.replace("\n", " ")):
        for left, arrow, right in _DRAWN.findall(piece):
            if fold(left) in known and fold(right) in known and left != right:
                first = block.raw.split("\n", 1)[0]
                span = Span(block.line, block.column, block.line, block.column + len(first))
                found.append(
                    Relationship(
                        from_entity=left, to_entity=right, label=arrow, form=Form.PROSE, span=span
                    )
                )
    return found


def read_relationship_fence(
    fence: Fence, known: AbstractSet[str], sure: bool
) -> list[Relationship]:
    """The relationships that the lines of a plain fence state."""
    found = []
    for line, relation in read_relation_block(fence.lines, known):
        both = fold(relation.left) in known and fold(relation.right) in known
        if relation.cardinality is None and not sure and not both:
            continue
        span = fence.span(line, relation.start, relation.end)
        found.append(_from_relation(relation, span, Form.TEXT))
    return found


def _from_relation(relation: Relation, span: Span, form: Form) -> Relationship:
    return Relationship(
        from_entity=relation.left,
        to_entity=relation.right,
        cardinality=relation.cardinality,
        cardinality_text=relation.cardinality_text,
        from_optional=relation.left_optional,
        to_optional=relation.right_optional,
        via=relation.via,
        field=relation.field,
        label=relation.label,
        form=form,
        span=span,
    )
