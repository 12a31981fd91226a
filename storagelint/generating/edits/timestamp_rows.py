"""A table without its times -> rows for them, with the types and constraints of its neighbours."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence

from storagelint.generating.edits.table_rows import Value, new_raw_row, new_row, styles_of, table_of
from storagelint.judging.entities.naming import style
from storagelint.judging.entities.shape import is_creation_time, is_update_time
from storagelint.markdown import Row, Table
from storagelint.model.document import Document
from storagelint.model.facts import Entity, Field, Form, TypeFamily
from storagelint.model.stores import technology_of
from storagelint.model.table_facts import TableFact
from storagelint.source import Span

CREATED, UPDATED = "created_at", "updated_at"
_KNOWN: dict[str, Callable[[Field], bool]] = {CREATED: is_creation_time, UPDATED: is_update_time}
_SAYS = {CREATED: "When the row was written", UPDATED: "Last change"}
_TYPES = {
    "PostgreSQL": "TIMESTAMPTZ",
    "MySQL": "DATETIME",
    "MariaDB": "DATETIME",
    "MongoDB": "Date",
}
_NOW = {"PostgreSQL": "now()"}


def timestamp_rows(
    document: Document, entity: Entity, missing: Sequence[str]
) -> tuple[Span, str] | None:
    """Where the rows of the missing times go, and their text; None for other notations.

    `missing` has `created_at`, `updated_at` or both.
    """
    fact = _own_table(document, entity)
    table = table_of(document.page, fact) if fact else None
    if fact is None or table is None or "table" in fact.concepts:
        return None
    made = [_row(document, entity, fact, table, name) for name in missing]
    rows = [each for each in made if each is not None]
    if not rows or len(rows) < len(made):
        return None
    return rows[0][0], "".join(text for _, text in rows)


def _own_table(document: Document, entity: Entity) -> TableFact | None:
    lines = [each.line for each in entity.definitions if each.form is Form.TABLE]
    facts = document.once(_field_tables)
    return next((facts[line] for line in reversed(lines) if line in facts), None)


def _field_tables(document: Document) -> dict[int, TableFact]:
    return {fact.line: fact for fact in document.tables_read if fact.role == "fields"}


def _row(
    document: Document, entity: Entity, fact: TableFact, table: Table, name: str
) -> tuple[Span, str] | None:
    other = CREATED if name == UPDATED else UPDATED
    model = _like_columns(document, fact, name) or _like_columns(document, fact, other)
    if model is not None and name == CREATED and _changes_itself(model[0]):
        model = None
    if model is not None:
        row, field = model
        styles = styles_of(table)
        cells = [found.raw for found in row.cells]
        for at, concept in enumerate(fact.concepts):
            if concept is None:
                cells[at] = styles[at].nothing
            elif concept == "description" and not _is_foreign(cells[at]):
                cells[at] = styles[at].sentence(_SAYS[name])
        wanted = _spelling(document, name, field)
        return new_raw_row(
            document.page, fact, [each.replace(field.name, wanted) for each in cells]
        )
    technology = technology_of(entity, document)
    now = _NOW.get(technology or "", "CURRENT_TIMESTAMP")
    key = next((each for each in entity.fields if each.primary_key), entity.fields[0])
    values: dict[str, Value] = {
        "type": document.once(_usual_type) or _TYPES.get(technology or "", "TIMESTAMP"),
        "constraints": ("NOT NULL",)
        if "default" in fact.concepts
        else ("NOT NULL", f"DEFAULT {now}"),
        "default": now,
        "description": _SAYS[name],
    }
    named = _spelling(document, name, None)
    values |= {"field": named, "name": named}
    for concept in ("required", "nullable"):
        if (said := _said_of(table, fact, key, concept)) is not None:
            values[concept] = said
    return new_row(document.page, fact, values)


def _changes_itself(row: Row) -> bool:
    """Whether the database sets the time anew with every change."""
    return any("on update" in found.raw.casefold() for found in row.cells)


def _is_foreign(text: str) -> bool:
    """Whether a text is in another script than English is; it is short then, and kept."""
    return any(letter.isalpha() and not letter.isascii() for letter in text)


def _like_columns(document: Document, fact: TableFact, name: str) -> tuple[Row, Field] | None:
    """The row of that time in the nearest table with the same columns, its own one too."""
    found = document.once(_times).get((name, fact.concepts), [])
    at = bisect_left(found, fact.line, key=lambda each: each[0].line)
    around = found[max(at - 1, 0) : at + 1]
    return min(around, key=lambda each: abs(each[0].line - fact.line), default=None)


def _times(
    document: Document,
) -> dict[tuple[str, tuple[str | None, ...]], list[tuple[Row, Field]]]:
    """Time and columns -> the rows of such tables that keep it, in the order of the text."""
    found: dict[tuple[str, tuple[str | None, ...]], list[tuple[Row, Field]]] = {}
    for entity in document.entities:
        fact = _own_table(document, entity)
        table = table_of(document.page, fact) if fact else None
        if fact is None or table is None:
            continue
        rows = {row.line: row for row in table.rows if len(row.cells) == len(fact.concepts)}
        shared = Counter(field.span for field in entity.fields)
        for field in entity.fields:
            row = rows.get(field.span.line)
            for name, known in _KNOWN.items():
                if row is not None and known(field) and shared[field.span] == 1:
                    found.setdefault((name, fact.concepts), []).append((row, field))
    for each in found.values():
        each.sort(key=lambda pair: pair[0].line)
    return found


def _spelling(document: Document, name: str, model: Field | None) -> str:
    """The time's name as a neighbour writes it, else in the case of the document's fields."""
    if model is not None and model.key == name.replace("_", ""):
        return model.name
    first, second = name.split("_")
    return first + second.title() if document.once(_in_camel_case) else name


def _in_camel_case(document: Document) -> bool:
    cases = Counter(style(field.name) for each in document.entities for field in each.fields)
    return cases["camelCase"] > cases["snake_case"]


def _usual_type(document: Document) -> str | None:
    types = Counter(
        field.type
        for entity in document.entities
        for field in entity.fields
        if field.family is TypeFamily.TIMESTAMP and field.type
    )
    return types.most_common(1)[0][0] if types else None


def _said_of(table: Table, fact: TableFact, key: Field, concept: str) -> str | None:
    """What the row of the key, which no row is without, says in a column."""
    if concept not in fact.concepts:
        return None
    row = next((each for each in table.rows if each.line == key.span.line), None)
    found = row.cell(fact.concepts.index(concept)) if row else None
    return found.text if found is not None else None
