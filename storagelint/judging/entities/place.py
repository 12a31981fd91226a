"""A definition -> the Markdown table or the sections it was read from."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.markdown import Cell, Fence, ItemList, Paragraph, Section, Table
from storagelint.model.document import Document
from storagelint.model.facts import Definition, Entity, Field, Form, Index
from storagelint.patterns import pattern
from storagelint.source import Span
from storagelint.vocabulary import vocabulary

_NUMBER = pattern(r"\A[\d.]{1,12}[.)]?\s+")
_NAME = pattern(r"[^\W\d]\w*(?: [A-Z]\w*){0,2}\Z")


def table_of(document: Document, definition: Definition) -> Table | None:
    """The field table that a definition was read from; None for other notations."""
    if definition.form is not Form.TABLE:
        return None
    for block in document.page.section_at(definition.line).blocks:
        if isinstance(block, Table) and block.line == definition.line:
            return block
    return None


def columns_of(document: Document, definition: Definition) -> tuple[str | None, ...]:
    """The concept of each column of a definition's table: field, type, description ..."""
    known = document.once(_own_columns).get(id(definition))
    return _columns_of(document, definition) if known is None else known


def _own_columns(document: Document) -> dict[int, tuple[str | None, ...]]:
    """The columns of the definitions of the document's own entities, by their identity."""
    definitions = (each for entity in document.entities for each in entity.definitions)
    return {id(each): _columns_of(document, each) for each in definitions}


def _columns_of(document: Document, definition: Definition) -> tuple[str | None, ...]:
    table = table_of(document, definition)
    if table is None:
        return ()
    return tuple(vocabulary().column(heading) for heading in table.headings)


def cell_of(
    document: Document, definition: Definition, field: Field, *concepts: str
) -> Cell | None:
    """The cell of a field's row in the first column of one of these concepts, or None."""
    table = table_of(document, definition)
    if table is None:
        return None
    columns = columns_of(document, definition)
    position = next((columns.index(each) for each in concepts if each in columns), None)
    row = field.span.line - table.rows[0].line if table.rows else -1
    return table.rows[row].cell(position) if 0 <= row < len(table.rows) else None


def place_of_name(document: Document, span: Span, name: str) -> Span:
    """Where a name stands within a place of one line, which may list several; else the place."""
    lines = document.page.source.lines
    if span.line != span.end_line or not 0 < span.line <= len(lines):
        return span
    text = lines[span.line - 1]
    at = text.find(name, span.column - 1, span.end_column - 1)
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return Span(span.line, at + 1, span.line, end + 1)
        at = text.find(name, at + 1, span.end_column - 1)
    return span


def place_of_index(document: Document, index: Index) -> Span:
    """The name of an index, its fields, or where they stand in a line that lists several."""
    if index.name_span or index.fields_span:
        return index.name_span or index.fields_span or index.span
    names = ", ".join(field.name for field in index.fields)
    for written in (f"`{names}`", f"({names})", names):
        found = place_of_name(document, index.span, written)
        if names and found != index.span:
            return found
    return index.span


def headings_above(document: Document, definition: Definition) -> Iterator[str]:
    """The titles of the sections around a definition, the innermost first."""
    section = document.page.section_at(definition.line)
    yield section.title
    yield from (above.title for above in section.ancestors())


def empty_entity_headings(document: Document) -> Iterator[tuple[Section, str]]:
    """The headings beside those of entities that name one more and give it no field.

    Each with the name as written, without its number. Sections with a role, a table with rows or
    a fence speak of something else.
    """
    defined = {
        document.page.section_at(definition.line).line
        for entity in document.entities
        for definition in entity.definitions
        if definition.fields
    }
    roles = {fact.line for fact in document.sections if not fact.label}
    for fact in document.sections:
        if fact.role != "entities" or fact.label:
            continue
        around = document.page.section_at(fact.line)
        if not any(child.line in defined for child in around.children):
            continue
        for child in around.children:
            name = _NUMBER.sub("", child.title).strip("` ")
            if child.line in roles or not _NAME.match(name) or not _says_little(child):
                continue
            known = document.entity(name)
            if known is None or not known.fields:
                yield child, name


def _says_little(section: Section) -> bool:
    blocks = (block for part in section.walk() for block in part.blocks)
    return not any(
        bool(block.rows) if isinstance(block, Table) else isinstance(block, Fence | ItemList)
        for block in blocks
    )


def sentence_about(document: Document, entity: Entity) -> str | None:
    """The first paragraph of the entity's own section that stands above its fields, or None."""
    if not entity.section_line:
        return None
    section = document.page.section_at(entity.section_line)
    for block in section.blocks:
        if isinstance(block, Table | Fence):
            return None
        if isinstance(block, Paragraph) and len(block.raw.split()) > 2:
            return block.text
    return None
