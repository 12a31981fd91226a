"""A fence of CREATE statements -> field tables and index rows that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from storagelint.generating.edits.table_rows import Value, new_row
from storagelint.generating.texts.inline_text import heading, paragraph
from storagelint.generating.texts.table_text import table
from storagelint.judging.access.index_pairs import method_of
from storagelint.judging.entities.schema_facts import schema_facts
from storagelint.kinds import Kind
from storagelint.markdown import Fence, Section
from storagelint.model.document import Document
from storagelint.model.facts import Constraint, ConstraintKind, Definition, Field, Form, Index
from storagelint.model.names import fold
from storagelint.patterns import pattern
from storagelint.reading import read
from storagelint.reading.headings import entity_name
from storagelint.reading.schemas.schema import Schema
from storagelint.reading.schemas.sql import read_sql
from storagelint.reading.schemas.sql_tokens import Sql, keywords
from storagelint.source import Span, from_text

_COLUMNS = ("Field", "Type", "Constraints", "Description")
_INDEX_COLUMNS = ("Table", "Index", "Fields", "Type", "Purpose")
MAX_LENGTH = 200_000
"""Characters of a document up to which a fence is rewritten: each rewrite is read back whole."""
_GRAMMAR = keywords(
    """
    CREATE TABLE IF NOT EXISTS INDEX UNIQUE ON USING BTREE CONSTRAINT ADD ALTER PRIMARY KEY
    FOREIGN REFERENCES COLUMN ONLY CONCURRENTLY COMMENT IS ASC
    """
)
"""Words that a table says by its form."""
_WORD = pattern(r"\w+")
_UNSAID = frozenset([ConstraintKind.FOREIGN_KEY, ConstraintKind.PRIMARY_KEY])


def ddl_as_tables(document: Document, kind: Kind, line: int) -> tuple[tuple[Span, str], ...] | None:
    """The edits that make field tables and index rows of the fence that opens on a line.

    None where the document that they give would not say all that the fence says, word by word and
    as it is read, or where an entity or an index of the fence is stated elsewhere too.
    """
    fence = _fence(document, line)
    source = document.page.source
    if fence is None or len(source.text) > MAX_LENGTH:
        return None
    schema = read_sql(fence)
    if (
        schema.problems
        or schema.queries
        or schema.user_types
        or not _is_whole(document, fence, schema)
    ):
        return None
    section = document.page.section_at(fence.line)
    blocks = [_entity(section, schema, each, fence) for each in schema.definitions]
    rows, beside = _indexes(document, schema)
    text = "\n\n".join([*blocks, *rows])
    if fence.line > 1 and source.lines[fence.line - 2].strip():
        text = f"\n{text}"
    if fence.end_line < len(source.lines) and source.lines[fence.end_line].strip():
        text = f"{text}\n"
    last = source.lines[fence.end_line - 1]
    edits = [(Span(fence.line, 1, fence.end_line, len(last) + 1), text), *beside]
    if not _says_all(fence, "\n".join(text for _, text in edits)):
        return None
    after = from_text(_after(source.lines, edits), source.path)
    again = read(after, path=document.path, kind=kind)
    return tuple(edits) if schema_facts(again) == schema_facts(document) else None


def _fence(document: Document, line: int) -> Fence | None:
    for block in document.page.section_at(line).blocks:
        if isinstance(block, Fence) and block.line == line:
            plain = block.closed and not block.nested and not block.indented
            return block if plain else None
    return None


def _is_whole(document: Document, fence: Fence, schema: Schema) -> bool:
    """Whether the fence alone states its entities and indexes, each once, and changes no others."""
    inside = range(fence.line, fence.end_line + 1)
    own = {each.name for each in document.indexes if each.span.line in inside}
    if any(each.name and each.name not in own for each in schema.indexes):
        return False
    entities = [document.entity(each.name) for each in schema.definitions]
    return bool(schema.definitions or schema.indexes) and all(
        entity is not None
        and sum(each.form is not Form.MERMAID for each in entity.definitions) == 1
        and definition.fields
        and not definition.changes
        and not definition.options
        for entity, definition in zip(entities, schema.definitions, strict=True)
    )


def _entity(section: Section, schema: Schema, definition: Definition, fence: Fence) -> str:
    """A heading, a purpose, the table of fields, and what holds for several of them."""
    named = entity_name(section.heading.raw) if section.heading else None
    parts = []
    if len(schema.definitions) > 1 or named is None or fold(named.name) != fold(definition.name):
        follows = any(block.line > fence.end_line for block in section.blocks)
        name = heading(definition.name)
        level = max(section.level, 1) + 1
        parts.append(f"**{name}**" if follows or level > 6 else f"{'#' * level} {name}")
    elif named.name != definition.name:
        parts.append(f"**Table**: `{definition.name}`")
    if definition.comment:
        parts.append(paragraph(definition.comment))
    rows = [
        (
            field.name,
            field.type or "",
            ", ".join(_constraints(definition, field)),
            field.description or "",
        )
        for field in definition.fields
    ]
    parts.append(table(_COLUMNS, rows))
    below = list(_below(schema, definition))
    if below:
        parts.append("\n".join(below))
    return "\n\n".join(parts)


def _constraints(definition: Definition, field: Field) -> Iterator[str]:
    """What a field's own cell says, in the words of the statement where there are any."""
    key = definition.primary_key or tuple(f.name for f in definition.fields if f.primary_key)
    in_order = [each.name for each in definition.fields if each.name in key]
    if field.name in key and in_order == list(key):
        yield "PK"
    yield from (each.text for each in field.constraints if each.kind not in _UNSAID)
    yield from (each.text for each in definition.checks if _last_named(definition, each) is field)
    stated = {each.kind for each in field.constraints}
    if field.nullable and ConstraintKind.NULL not in stated:
        yield "NULL"
    if field.unique and ConstraintKind.UNIQUE not in stated:
        yield "UNIQUE"
    if field.references is not None:
        target = field.references
        column = target.field or ", ".join(target.target_fields)
        text = f"FK → {target.entity}" + (f"({column})" if column else "")
        text += f" ON DELETE {target.on_delete.upper()}" if target.on_delete else ""
        text += f" ON UPDATE {target.on_update.upper()}" if target.on_update else ""
        yield text + (" DEFERRABLE" if target.deferrable else "")


def _last_named(definition: Definition, check: Constraint) -> Field | None:
    """The last field that a condition of the table speaks of, which carries it in a table."""
    names = {match[0].casefold() for match in _WORD.finditer(check.value or "")}
    found = [each for each in definition.fields if each.name.casefold() in names]
    return found[-1] if found else None


def _below(schema: Schema, definition: Definition) -> Iterator[str]:
    """Items for the keys of several fields."""
    key = definition.primary_key
    if [each.name for each in definition.fields if each.name in key] != list(key):
        yield f"- Primary key: ({', '.join(key)})"
    rows = [
        {part.name for part in index.fields}
        for index in schema.indexes
        if index.unique and index.name and index.entity == definition.name
    ]
    for group in definition.uniques:
        if set(group) not in rows:
            yield f"- UNIQUE ({', '.join(group)})"
    for reference in definition.references:
        targets = f" ({', '.join(reference.target_fields)})" if reference.target_fields else ""
        action = f" ON DELETE {reference.on_delete.upper()}" if reference.on_delete else ""
        yield f"- FOREIGN KEY ({', '.join(reference.fields)}) → {reference.entity}{targets}{action}"


def _indexes(document: Document, schema: Schema) -> tuple[list[str], list[tuple[Span, str]]]:
    """The indexes as a table of their own, or as rows of the document's index table."""
    stated = [each for each in schema.indexes if each.name or not each.unique]
    if not stated:
        return [], []
    for fact in document.tables_read:
        if fact.role == "indexes" and {"table", "type"} <= set(fact.concepts):
            rows = [new_row(document.page, fact, _cells(each)) for each in stated]
            made = [row for row in rows if row is not None]
            if made:
                return [], [(made[0][0], "".join(text for _, text in made))]
    cells = [_cells(each) for each in stated]
    rows_here = [
        (each["table"], each["index"], ", ".join(each["field"]), each["type"], each["description"])
        for each in cells
    ]
    return ["**Indexes**:", table(_INDEX_COLUMNS, [tuple(map(str, row)) for row in rows_here])], []


def _cells(index: Index) -> dict[str, Value]:
    """What an index says in each column."""
    words = ["UNIQUE"] if index.unique else []
    if method_of(index) != "btree" or not index.unique:
        words.append(method_of(index))
    if index.where:
        words.append(f"WHERE {index.where}")
    fields = tuple(
        (part.expression or part.name) + (" DESC" if part.descending else "")
        for part in index.fields
    )
    return {
        "table": index.entity or "",
        "index": index.name or "",
        "name": index.name or "",
        "field": fields,
        "index-fields": fields,
        "type": " ".join(words),
        "description": index.purpose or "",
    }


def _says_all(fence: Fence, text: str) -> bool:
    """Whether each word of a fence, those of its comments too, stands in the new text."""
    sql = Sql(fence)
    said = {match[0].casefold() for match in _WORD.finditer(text)}
    written = [each.text for each in sql.tokens if each.key not in _GRAMMAR]
    written += [*sql.comments.values(), *sql.notes.values()]
    return all(match[0].casefold() in said for each in written for match in _WORD.finditer(each))


def _after(lines: Sequence[str], edits: Sequence[tuple[Span, str]]) -> str:
    """The text of the lines after edits that do not touch each other."""
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    text = "\n".join(lines)
    for span, new in sorted(edits, reverse=True):
        start = starts[span.line - 1] + span.column - 1
        end = starts[span.end_line - 1] + span.end_column - 1
        text = text[:start] + new + text[end:]
    return text
