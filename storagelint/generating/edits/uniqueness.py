"""An index and its field that disagree on uniqueness -> the edit by which they agree."""

from __future__ import annotations

from collections import Counter

from storagelint.generating.edits.removals import index_lines
from storagelint.generating.edits.table_rows import styles_of
from storagelint.judging.entities.place import cell_of, columns_of, table_of
from storagelint.markdown import Cell, ItemList, Table, parse
from storagelint.model.document import Document
from storagelint.model.facts import ConstraintKind, Entity, Field, Form, Index
from storagelint.reading.columns import columns_of as concepts_of
from storagelint.reading.fields import says_something
from storagelint.reading.indexes import read_index_list
from storagelint.source import Span, from_text
from storagelint.vocabulary import vocabulary

_LONGEST = 20
"""Letters of a word for uniqueness; what is longer says more than that."""


def unique_index(document: Document, index: Index) -> tuple[Span, str] | None:
    """The edit that makes a plain index on a unique field say that it is unique.

    A statement of SQL would make a second index of the field's own: there its lines are removed.
    None where the place of the words cannot be told.
    """
    match index.form:
        case Form.TABLE:
            return _type_cell(document, index)
        case Form.BULLETS:
            return _item(document, index)
        case Form.SQL:
            lines = index_lines(document, index)
            return (lines, "") if lines else None
        case _:
            return None


def unique_field(document: Document, entity: Entity, field: Field) -> tuple[Span, str] | None:
    """The edit that adds UNIQUE to the constraints of a field's row; None for other notations."""
    for definition in entity.definitions:
        table = table_of(document, definition)
        if table is None or all(each.span != field.span for each in definition.fields):
            continue
        concepts = columns_of(document, definition)
        for concept in ("unique", "constraints"):
            found = cell_of(document, definition, field, concept)
            if found is None:
                continue
            style = styles_of(table)[concepts.index(concept)]
            if concept == "unique":
                word = _usual(document, table, concepts.index(concept)) or "Yes"
                return _written(found, style.write(word))
            word = style.write(document.once(_word))
            said = says_something(found.text)
            return _written(found, f"{found.raw}{style.separator}{word}" if said else word)
    return None


def _written(found: Cell, text: str) -> tuple[Span, str]:
    """The edit that gives a cell its text; an empty one stands before the closing pipe."""
    return found.span, text.replace("|", "\\|") if found.raw else f"{text} "


def _word(document: Document) -> str:
    """What the document calls unique: UNIQUE, UK, 唯一."""
    words = Counter(
        each.text
        for entity in document.entities
        for field in entity.fields
        for each in field.constraints
        if each.kind is ConstraintKind.UNIQUE and len(each.text) <= _LONGEST
    )
    return words.most_common(1)[0][0] if words else "UNIQUE"


def _usual(document: Document, table: Table, position: int) -> str | None:
    """What the rows of unique fields or indexes say most often in a column."""
    texts = document.once(_said_of_unique).get((table.line, position))
    return texts.most_common(1)[0][0] if texts else None


def _said_of_unique(document: Document) -> dict[tuple[int, int], Counter[str]]:
    """Table and column -> what its rows of unique fields or indexes say there."""
    unique = {each.span.line for each in document.indexes if each.unique}
    unique |= {each.span.line for one in document.entities for each in one.fields if each.unique}
    found: dict[tuple[int, int], Counter[str]] = {}
    for table in document.page.blocks(Table):
        for row in table.rows:
            for position, each in enumerate(row.cells if row.line in unique else ()):
                if each.raw:
                    found.setdefault((table.line, position), Counter())[each.text] += 1
    return found


def _type_cell(document: Document, index: Index) -> tuple[Span, str] | None:
    for block in document.page.section_at(index.span.line).blocks:
        if not isinstance(block, Table) or not block.line < index.span.line <= block.end_line:
            continue
        at = index.span.line - block.rows[0].line if block.rows else -1
        row = block.rows[at] if 0 <= at < len(block.rows) else None
        columns = concepts_of(block)
        for concept, default in (("unique", "Yes"), ("index-type", "UNIQUE"), ("type", "UNIQUE")):
            position = columns.position(concept)
            found = row.cell(position) if row else None
            if position is not None and found is not None:
                word = _usual(document, block, position) or default
                return _written(found, styles_of(block)[position].write(word))
    return None


def _item(document: Document, index: Index) -> tuple[Span, str] | None:
    """`UNIQUE` before all that the item says, if it then reads as a unique index."""
    line = document.page.source.lines[index.span.line - 1]
    at = index.span.column - 1
    if vocabulary().pattern("unique").search(line):
        return None
    (block, *_) = [*parse(from_text(f"- UNIQUE {line[at:]}")).blocks(ItemList), None]
    read = read_index_list(block, index.entity) if block is not None else []
    if len(read) != 1 or not read[0].unique or read[0].fields != index.fields:
        return None
    return Span(index.span.line, at + 1, index.span.line, at + 1), "UNIQUE "
