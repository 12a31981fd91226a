"""An index that is missing -> the row, item or statement that states it among the others."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from storagelint.generating.edits.analogy import analogous
from storagelint.generating.edits.table_rows import Value, new_row, table_of
from storagelint.judging.access.index_names import index_name
from storagelint.kinds import Kind
from storagelint.markdown import ItemList, ListItem, Table, parse
from storagelint.model.document import Document
from storagelint.model.facts import Definition, Entity, Field, Form, Index
from storagelint.model.names import fold_field
from storagelint.model.table_facts import TableFact
from storagelint.patterns import pattern
from storagelint.reading.indexes import read_index_list
from storagelint.source import Span, from_text

_FIELD_COLUMNS = ("index-fields", "field")
_NAME_COLUMNS = ("index", "name")
_KEY = pattern(r"\b(?:foreign|primary|references|fk|pk)\b|→|->", re.IGNORECASE)
"""What an item says that is about a key rather than an index."""


def new_index(
    document: Document, kind: Kind, entity: Entity, fields: Sequence[Field]
) -> tuple[Span, str] | None:
    """Where a plain index on fields of an entity belongs (an empty place), and its text.

    It is a row of the document's index table, else an item of its list, else, for an entity that
    SQL defines, a statement in that fence; None where the document has none of these.
    """
    asked = kind.naming.index_pattern
    name = index_name(document, entity, fields, asked)
    if name is None:
        return None
    names = tuple(field.name for field in fields)
    purpose = _purpose(document, fields[0])
    return (
        _row(document, entity, name, names, purpose)
        or _item(document, entity, name, names, purpose)
        or _statement(document, entity, name, fields)
    )


def _purpose(document: Document, field: Field) -> str:
    """What the index is for; in signs where the others say it in another language."""
    foreign = document.once(_in_another_script)
    target = field.references.entity if field.references else None
    if target is None:
        return "FK" if foreign else "Foreign key"
    return f"FK → {target}" if foreign else f"Foreign key to {target}"


def _in_another_script(document: Document) -> bool:
    others = "".join(index.purpose or "" for index in document.indexes)
    return any(letter.isalpha() and not letter.isascii() for letter in others)


@dataclass(slots=True)
class _IndexTable:
    """A table of indexes with a column for their fields."""

    fact: TableFact
    table: Table
    indexes: list[Index] = field(default_factory=list)
    last: dict[str, Index] = field(default_factory=dict)
    """Entity -> its last index here."""
    usual: dict[str, str] = field(default_factory=dict)
    """Concept -> what the rows of plain indexes say most often in its column."""


def _row(
    document: Document, entity: Entity, name: str, fields: tuple[str, ...], purpose: str
) -> tuple[Span, str] | None:
    for each in document.once(_index_tables):
        concepts = each.fact.concepts
        if not _takes(document, each, entity, name):
            continue
        last = each.last.get(entity.key)
        stated = last is not None and last.entity and not last.entity_inferred
        values: dict[str, Value] = {
            "table": last.entity if stated and last and last.entity else entity.name,
            "type": each.usual.get("type", "btree"),
            "index-type": each.usual.get("index-type", "btree"),
            "unique": each.usual.get("unique", "No"),
            "description": purpose,
            "index": name,
        }
        values |= dict.fromkeys(_FIELD_COLUMNS, fields)
        if "index" not in concepts:
            values["name"] = name
        return new_row(document.page, each.fact, values, last.span.line if last else None)
    return None


def _index_tables(document: Document) -> list[_IndexTable]:
    """The index tables of a document, the fullest first."""
    found = [
        _IndexTable(fact, table)
        for fact in document.tables_read
        if fact.role == "indexes"
        and any(each in fact.concepts for each in _FIELD_COLUMNS)
        and (table := table_of(document.page, fact)) is not None
    ]
    starts = [each.fact.line for each in found]
    for index in document.indexes:
        at = bisect_right(starts, index.span.line) - 1
        if at < 0 or index.span.line > found[at].fact.end_line:
            continue
        found[at].indexes.append(index)
        owner = document.entity(index.entity)
        if owner is not None:
            found[at].last[owner.key] = index
    for each in found:
        each.usual = _usual_cells(each)
    return sorted(found, key=lambda each: -len(each.indexes))


def _usual_cells(found: _IndexTable) -> dict[str, str]:
    plain = {
        index.span.line
        for index in found.indexes
        if not (index.unique or index.primary or index.where)
    }
    rows = [row for row in found.table.rows if row.line in plain]
    usual: dict[str, str] = {}
    for position, concept in enumerate(found.fact.concepts):
        said = [cell.text for row in rows if (cell := row.cell(position)) is not None and cell.raw]
        if concept and said:
            usual[concept] = Counter(said).most_common(1)[0][0]
    return usual


def _takes(document: Document, found: _IndexTable, entity: Entity, name: str) -> bool:
    """Whether a row of the table is read as an index of the entity."""
    concepts = found.fact.concepts
    if "table" in concepts or found.last.keys() == {entity.key}:
        return True
    if len(found.last) != 1 and entity.name.casefold() in name:
        return any(each in concepts for each in _NAME_COLUMNS)
    own_section = document.page.section_at(found.fact.line).line == entity.section_line
    return own_section and not found.last


def _item(
    document: Document, entity: Entity, name: str, fields: tuple[str, ...], purpose: str
) -> tuple[Span, str] | None:
    """An item like one that states a single plain index, of this entity if there is one."""
    models = document.once(_models)
    own = [each for each in models if document.entity(each[0].entity) is entity]
    for index, item in [*reversed(own), *reversed(models)]:
        made = _like(document, index, item, entity, name, fields, purpose)
        if made is not None:
            column = len(document.page.source.lines[item.line - 1]) + 1
            return Span(item.line, column, item.line, column), "\n" + made
    return None


def _models(document: Document) -> list[tuple[Index, ListItem]]:
    """The items of one line that state one plain index."""
    items = {item.line: item for block in document.page.blocks(ItemList) for item in block.walk()}
    stated = Counter(index.span.line for index in document.indexes)
    return [
        (index, item)
        for index in document.indexes
        if index.form is Form.BULLETS
        and not (index.unique or index.primary or index.where or index.include)
        and not any(part.descending or part.expression for part in index.fields)
        and (item := items.get(index.span.line)) is not None
        and item.end_line == item.line
        and not item.children
        and stated[item.line] == 1
        and not _KEY.search(item.raw)
    ]


def _like(
    document: Document,
    index: Index,
    item: ListItem,
    entity: Entity,
    name: str,
    fields: tuple[str, ...],
    purpose: str,
) -> str | None:
    """The item's line with other names, if it is then read as the index that is wanted."""
    line = document.page.source.lines[item.line - 1]
    owner = document.entity(index.entity)
    if owner is not entity and (index.entity_inferred or not index.entity):
        return None
    swaps = {index.name: name} if index.name else {}
    if owner is not entity and index.entity:
        swaps[index.entity] = entity.name
    swaps[_joined(line, [field.expression or field.name for field in index.fields])] = ", ".join(
        fields
    )
    if index.purpose and index.purpose in line:
        swaps[index.purpose] = purpose
    made = analogous(line, swaps)
    if made is None:
        return None
    (block, *_) = [*parse(from_text(made.strip())).blocks(ItemList), None]
    read = read_index_list(block, entity.name) if block is not None else []
    wanted = [fold_field(each) for each in fields]
    fits = (
        len(read) == 1
        and [fold_field(each.name) for each in read[0].fields] == wanted
        and (read[0].name or name) == name
        and not (read[0].unique or read[0].where)
        and document.entity(read[0].entity) is entity
    )
    return made if fits else None


def _joined(line: str, names: list[str]) -> str:
    """The fields as a line joins them."""
    return next(
        (text for mark in (", ", ",", " + ") if (text := mark.join(names)) in line), names[0]
    )


def _statement(
    document: Document, entity: Entity, name: str, fields: Sequence[Field]
) -> tuple[Span, str] | None:
    """`CREATE INDEX` behind the entity's last index in its fence, or behind its definition."""
    lines = document.page.source.lines
    defined = next((each for each in entity.definitions if _is_whole(each)), None)
    if defined is None or any(_written(lines, field) is None for field in fields):
        return None
    fence_end = next(
        (
            at
            for at in range(defined.end_line, len(lines))
            if lines[at].lstrip().startswith(("```", "~~~"))
        ),
        len(lines),
    )
    own = [
        index.span.end_line
        for index in document.indexes_of(entity)
        if index.form is Form.SQL and defined.end_line < index.span.line <= fence_end
    ]
    line = max([defined.end_line, *own])
    text = lines[line - 1]
    if not text.split("--")[0].rstrip().endswith(";"):
        return None
    table = lines[defined.span.line - 1][defined.span.column - 1 : defined.span.end_column - 1]
    columns = ", ".join(filter(None, (_written(lines, field) for field in fields)))
    small = lines[defined.line - 1].lstrip().startswith("create")
    words = ("create index", "on") if small else ("CREATE INDEX", "ON")
    close = document.once(_close)
    made = f"\n{words[0]} {name} {words[1]} {table}{'' if close else ' '}({columns});"
    return Span(line, len(text) + 1, line, len(text) + 1), made


def _close(document: Document) -> bool:
    """Whether a statement of the document has no space between its table and the fields."""
    lines = document.page.source.lines
    spans = [index.fields_span for index in document.indexes if index.form is Form.SQL]
    return any(
        lines[span.line - 1][span.column - 2 : span.column - 1] not in (" ", "")
        for span in spans
        if span is not None
    )


def _is_whole(definition: Definition) -> bool:
    return definition.form is Form.SQL and bool(definition.fields) and not definition.changes


def _written(lines: Sequence[str], field: Field) -> str | None:
    """A field's name as SQL has it, in its quotes; None for a field that is written elsewhere."""
    span = field.span
    text = lines[span.line - 1][span.column - 1 : span.end_column - 1]
    return text if text.strip('`"[]') == field.name else None
