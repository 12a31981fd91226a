"""Page -> Document: everything that a page states about its design."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from storagelint.kinds import Kind
from storagelint.markdown import Fence, ItemList, Page, Paragraph, code_spans, parse
from storagelint.model import (
    Attribute,
    Document,
    Entity,
    Field,
    Form,
    Index,
    IndexField,
    Reference,
    SectionFact,
    Statement,
    UnreadContent,
    fold,
)
from storagelint.model.names import fold_field
from storagelint.patterns import pattern
from storagelint.reading.collecting import collect
from storagelint.reading.merging import merge
from storagelint.reading.operations import read_operations, read_volumes
from storagelint.reading.places import Collected
from storagelint.reading.queries import cited_indexes
from storagelint.reading.relationships import (
    read_relationship_fence,
    read_relationship_list,
    read_relationship_prose,
)
from storagelint.reading.sections import read_sections
from storagelint.reading.stores import inferred_store, read_stores
from storagelint.reading.tables import read_tables
from storagelint.reading.type_check import judge
from storagelint.reading.words.index_text import index_fields, is_method, looks_like_index_name
from storagelint.reading.words.query_text import conclude
from storagelint.source import Source

_DOTTED = pattern(r"\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)\b")
_MARKDOWN = pattern(r"#{2,6} \S|\|?[ :]{0,9}-{3,60}[ :]{0,9}\|")
"""A heading or the line below a table's header."""
_MAX_LINES = 20_000
_MOST_WORDS = 12
"""The most words of an index's name that are compared with fields."""

__all__ = ["read", "read_page"]


def read(source: Source, *, path: str, kind: Kind) -> Document:
    """The model of a document; `path` is what findings call it."""
    return read_page(parse(source), path=path, kind=kind)


def read_page(page: Page, *, path: str, kind: Kind) -> Document:
    """The model of a page that is parsed already."""
    sections = read_sections(page, kind)
    collected = collect(page, sections)
    title = next((section.title for section in page.sections if section.level == 1), "")
    document = Document(
        path=path,
        kind=kind.name,
        title=title,
        system=PurePosixPath(path).stem if kind.name == "storage" else None,
        page=page,
        stores=read_stores(page, sections) or inferred_store(kind.technology),
        entities=merge(collected.found),
        diagrams=collected.diagrams,
        relationships=collected.relationships,
        mappings=collected.mappings,
        queries=collected.queries,
        sections=sections.facts,
        tables_read=read_tables(page, sections),
        operations=read_operations(page, sections.facts),
        volumes=read_volumes(page, sections.facts),
        user_types=list(collected.user_types),
        unread=[*_too_deep(page), *_unclosed(page), *collected.unread],
    )
    _enum_values(document.entities, collected.user_types)
    _references(document, collected)
    _relationships(document, collected)
    document.indexes = _indexes(collected.indexes, document)
    names = {index.name for index in document.indexes if index.name}
    for query in document.queries:
        conclude(query, document)
        if query.strategy:
            query.indexes = cited_indexes(query.strategy, names)
    judge(document)
    document.how_to = kind.name == "storage" and _is_how_to(document, kind)
    return document


def _is_how_to(document: Document, kind: Kind) -> bool:
    """Whether a page is about something else: it has text, and neither entities, a section of the
    kind nor its title."""
    titled = kind.title_pattern is not None and kind.title_pattern.search(document.title)
    says_something = bool(document.page.source.text.strip())
    begun = titled or document.entities or _expected(document.sections, kind)
    return says_something and not begun


def _expected(facts: list[SectionFact], kind: Kind) -> bool:
    required = {spec.role for spec in kind.sections if spec.need == "required"}
    return any(fact.role in required and not fact.label for fact in facts)


def _too_deep(page: Page) -> list[UnreadContent]:
    message = "quotes or lists are nested too deeply, what stands inside was not read"
    return [UnreadContent(code="SL003", message=message, span=span) for span in page.too_deep[:1]]


def _unclosed(page: Page) -> list[UnreadContent]:
    """Fences without an end that hold headings or tables, which were meant to follow them."""
    message = "fence is not closed, the rest of the document is inside it"
    return [
        UnreadContent(code="SL004", message=message, span=page.source.line_span(block.line))
        for section in page.sections
        for block in section.blocks
        if isinstance(block, Fence)
        and not (block.closed or block.nested)
        and any(_MARKDOWN.match(line) for line in block.lines[1:_MAX_LINES])
    ]


def _enum_values(entities: list[Entity], types: dict[str, tuple[str, ...]]) -> None:
    """Fields of an enum that the document itself defines take its values."""
    by_name = {name.rpartition(".")[2].casefold(): values for name, values in types.items()}
    for field in (field for entity in entities for field in entity.fields if by_name):
        name = (field.type or "").strip('"?[]').rpartition(".")[2].casefold()
        if field.enum is None and by_name.get(name):
            field.enum = by_name[name]


def _references(document: Document, collected: Collected) -> None:
    """References that tables of foreign keys state for fields defined elsewhere."""
    for child, column, reference in collected.foreign_keys:
        entity = document.entity(child)
        field = entity.field(column) if entity else None
        if field is not None and field.references is None:
            field.references = reference
            field.foreign_key = True
    _described_references(document)
    for entity in document.entities:
        for reference in entity.references:
            for position, name in enumerate(reference.fields):
                field = entity.field(name)
                if field is not None and field.references is None:
                    target = (
                        reference.target_fields[position]
                        if position < len(reference.target_fields)
                        else None
                    )
                    field.references = reference.altered(field=target)
                    field.foreign_key = True


def _described_references(document: Document) -> None:
    """A key field whose description cites `Entity.field` of another entity points there."""
    for entity in document.entities:
        for field in entity.fields:
            if (
                field.references is not None
                or not field.description
                or "." not in field.description
            ):
                continue
            if not field.key.endswith(("id", "uuid", "key")) or field.primary_key:
                continue
            stated = field.stated.get(Attribute.DESCRIPTION)
            for match in _DOTTED.finditer(field.description[:200]):
                target = document.entity(match[1])
                if target is None or target is entity or target.field(match[2]) is None:
                    continue
                span = stated.span if stated else field.span
                field.references = Reference(entity=match[1], field=match[2], span=span)
                field.stated[Attribute.REFERENCES] = Statement(span, field.description, True)
                break


def _relationships(document: Document, collected: Collected) -> None:
    """Relationships in lists and plain fences, now that the entities are known."""
    known = {key for entity in document.entities for key in entity.keys}
    for block, _section, entity, sure in collected.relation_blocks:
        if isinstance(block, ItemList):
            document.relationships += read_relationship_list(block, entity, known, sure)
        elif isinstance(block, Paragraph):
            document.relationships += read_relationship_prose(block, known)
        elif isinstance(block, Fence):
            document.relationships += read_relationship_fence(block, known, sure)
    for relationship in document.relationships:
        if relationship.field is None:
            continue
        owner = document.entity(relationship.from_entity)
        field = owner.field(relationship.field) if owner else None
        if field is not None and field.references is None and not field.primary_key:
            field.references = Reference(entity=relationship.to_entity, span=relationship.span)
            field.foreign_key = True


def _indexes(indexes: list[Index], document: Document) -> list[Index]:
    """The indexes once each, with the entity that their name or their fields tell."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Index] = []
    for index in indexes:
        if not index.entity:
            entity = _entity_of(index, document)
            if entity is not None:
                index.entity, index.entity_inferred = entity.name, True
        elif (
            index.name is None
            and looks_like_index_name(index.entity)
            and document.entity(index.entity) is None
        ):
            index.name, index.entity = index.entity, None
            entity = _entity_of(index, document)
            index.entity, index.entity_inferred = (entity.name if entity else None), True
        elif index.entity_inferred and document.entity(index.entity) is None:
            entity = _entity_of(index, document)
            index.entity = entity.name if entity else index.entity
        _method_in_brackets(index, document)
        _fields_from_name(index, document)
        if _is_prose(index, document):
            continue
        if index.primary and not index.name:
            _primary(index, document)
            continue
        owner = document.entity(index.entity)
        key = (
            owner.key if owner else fold(index.entity or ""),
            tuple((fold_field(part.name), *part[1:]) for part in index.fields),
            index.unique,
            index.where,
        )
        ways = {(*key, index.method), (*key, None)}
        if index.name is None and not seen.isdisjoint(ways):
            continue
        seen |= ways
        kept.append(index)
    return kept


def _fields_from_name(index: Index, document: Document) -> None:
    """`status_idx: for filters`: where the fields are words about it, the name may be a field's."""
    entity = document.entity(index.entity)
    if entity is None or not index.name or len(index.fields) > 1:
        return
    if any(entity.field(part.name.partition(".")[0]) for part in index.fields):
        return
    if _is_plain(index, document):
        return
    bare = index.name.lower()
    for affix in ("idx_", "ix_", "uq_", "uk_", entity.name.lower() + "_"):
        bare = bare.removeprefix(affix)
    named = _fields_in(bare.removesuffix("_idx").removesuffix("_ix"), entity)
    if named:
        index.fields = [IndexField(field.name) for field in named]
    elif not all(part.name.isascii() for part in index.fields):
        index.fields = []


def _fields_in(name: str, entity: Entity) -> list[Field]:
    """The fields that make up a name, `city_state`; empty where they do not make up all of it."""
    words = name.split("_")[:_MOST_WORDS]
    found: list[Field] = []
    while words:
        for count in range(len(words), 0, -1):
            field = entity.field("_".join(words[:count]))
            if field is not None:
                found.append(field)
                words = words[count:]
                break
        else:
            return []
    return found


def _method_in_brackets(index: Index, document: Document) -> None:
    """`index on created_at (btree)`: the brackets hold the method, the name is the field's."""
    method, name = index.fields[0].name if index.fields else "", index.entity
    if name is None or len(index.fields) != 1 or not is_method(method) or document.entity(name):
        return
    owners = [entity for entity in document.entities if entity.field(name) is not None]
    if len(owners) == 1 and owners[0].field(method) is None:
        index.fields, index.method = [IndexField(name)], index.method or method.lower()
        index.entity, index.entity_inferred = owners[0].name, True


def _is_prose(index: Index, document: Document) -> bool:
    """Whether brackets in running prose were taken for an index: `sorted on time (nightly)`.

    An index in prose has a name, an entity or a field that is known, or stands in code marks.
    """
    if index.form not in (Form.BULLETS, Form.PROSE) or not document.entities:
        return False
    if looks_like_index_name(index.name or "") or document.entity(index.entity) is not None:
        return False
    names = [part.name.partition(".")[0] for part in index.fields]
    if any(entity.field(name) for entity in document.entities for name in names):
        return False
    line = document.page.source.lines[index.span.line - 1]
    return not any(names[0] in code for _, _, code in code_spans(line))


def _is_plain(index: Index, document: Document) -> bool:
    """Whether the field stands alone in its place: `(user_id)`, a cell of one name."""
    line = document.page.source.lines[index.span.line - 1]
    cell = index.fields_span
    if cell is not None and cell != index.name_span:
        text = line[cell.column - 1 : cell.end_column - 1].replace("`", "").strip("() ")
        if index_fields(text):
            return True
    return any(
        f"({part.name})" in line
        or re.search(rf"\|[ `]{{0,4}}{re.escape(part.name)}[ `]{{0,4}}\|", line)
        for part in index.fields
        if part.name.isascii()
    )


def _primary(index: Index, document: Document) -> None:
    entity = document.entity(index.entity)
    if entity is not None and not entity.primary_key:
        entity.primary_key = tuple(field.name for field in index.fields)
        for field in entity.key_fields():
            field.primary_key = True


def _entity_of(index: Index, document: Document) -> Entity | None:
    """The entity whose name begins the index's name, else the only one that has its fields."""
    if index.name:
        bare = index.name.lower()
        for prefix in ("idx_", "ix_", "uq_", "uk_", "ux_", "uidx_", "fk_", "pk_"):
            bare = bare.removeprefix(prefix)
        best: Entity | None = None
        length = 0
        for entity in document.entities:
            for name in (entity.name, *entity.aliases):
                lowered = name.rpartition(".")[2].lower()
                if (bare == lowered or bare.startswith(lowered + "_")) and len(lowered) > length:
                    best, length = entity, len(lowered)
                elif (part := _leading(bare, fold(name))) > length:
                    best, length = entity, part
        if best is not None:
            return best
    owners = [
        entity
        for entity in document.entities
        if index.fields and all(entity.field(field.name) for field in index.fields)
    ]
    return owners[0] if len(owners) == 1 else None


def _leading(bare: str, key: str) -> int:
    """How many letters of an index's name an entity's folded name takes: `order_item_sku`."""
    words = bare.split("_")
    for count in range(1, min(len(words), 6) + 1):
        head = "_".join(words[:count])
        if fold(head) == key:
            return len(head)
    return 0
