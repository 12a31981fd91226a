"""Facts of a design -> the sections that state them: entities, relationships, indexes, queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from storagelint.generating.design import Design
from storagelint.generating.diagram import mermaid
from storagelint.generating.implied_links import implied_links
from storagelint.generating.inline_text import heading, inline, paragraph, without_ticks
from storagelint.generating.names import plural_of, singular_of
from storagelint.generating.notes import proposal, proposed, question
from storagelint.generating.numbering import part_number
from storagelint.generating.proposed_entities import is_described
from storagelint.generating.wording import column, has_phrase, phrase, word
from storagelint.judging.hyperlinks import slug_of
from storagelint.judging.links import Link, is_unique, key_of, links
from storagelint.judging.shape import (
    is_creation_time,
    is_junction,
    is_soft_delete,
    is_update_time,
    soft_delete_field,
)
from storagelint.model import Entity, Field, Index, QueryPattern, TypeFamily
from storagelint.model.names import fold, words

_DASHES = "────"
_MOST_STORES = 4


def selection(design: Design) -> str:
    """The stores that the project names, each with what it is for."""
    code = design.language
    stores = list({store.store_class: store for store in reversed(design.document.stores)}.values())
    stores = [store for store in reversed(stores) if store.known][:_MOST_STORES]
    if not stores:
        return question("storage-selection", design)
    named = phrase(code, "notes", "separator").join(store.technology for store in stores)
    why = phrase(code, "selection", "why", technology=inline(named))
    columns = _columns(design, "stores")
    if not columns:
        first = phrase(code, "selection", "primary", technology=inline(stores[0].technology))
        return proposed(f"{first}\n\n{phrase(code, 'selection', 'rationale', why=why)}", design)
    rows = []
    for store in stores:
        sort = store.store_class or "relational"
        sort = sort if has_phrase("store-types", sort) else "relational"
        said = {
            "store-type": phrase(code, "store-types", sort),
            "technology": store.technology,
            "description": store.purpose or phrase(code, "store-purposes", sort),
        }
        rows.append([said.get(concept, "") for concept in columns])
    return proposed(f"{_table(design, 'stores', rows, columns)}\n\n{why}", design)


def entities(design: Design, level: int, number: str) -> str:
    """A part for each entity, with the table of its fields; or where the entities are described."""
    if is_described(design.stated):
        return _pointers(design)
    named = ", ".join(inline(name) for name in design.names)
    if not design.entities:
        return question("entities-of" if named else "entities", design, entities=named)
    parts = [proposal(design)]
    for position, entity in enumerate(design.entities, 1):
        title = f"{'#' * level} {part_number(number, position)}{heading(entity.name)}"
        parts += [title, purpose(design, entity), fields_table(design, entity)]
    if named:
        parts[:1] = [question("entities-of", design, entities=named)]
    return "\n\n".join(parts)


def purpose(design: Design, entity: Entity) -> str:
    """A sentence on what an entity is, as its name tells."""
    name = "purpose" if design.kind.purpose != "optional" else "sentence"
    if entity.purpose:
        label = phrase(design.language, "entities", "label")
        said = inline(entity.purpose)
        return f"{label} {said}" if name == "purpose" else paragraph(entity.purpose)
    one = singular_of(entity, design.language)
    return phrase(design.language, "entities", name, entity=inline(one))


def fields_table(design: Design, entity: Entity) -> str:
    """The fields of an entity as the kind's tables have them."""
    said: dict[str, Callable[[Field], str]] = {
        "field": lambda field: field.name,
        "type": lambda field: field.type or "",
        "constraints": constraints_of,
        "description": lambda field: describe(design, field),
    }
    columns = _columns(design, "fields") or {
        "field": "Field", "type": "Type", "constraints": "Constraints", "description": "Description"
    }  # fmt: skip
    rows = [
        [said[concept](field) if concept in said else "" for concept in columns]
        for field in entity.fields
    ]
    return _table(design, "fields", rows, columns)


def constraints_of(field: Field) -> str:
    """What holds for a field, as a cell says it: `FK → User.id, NOT NULL`."""
    found = []
    if field.primary_key:
        found.append("PK")
    if field.references is not None:
        target = field.references.entity
        if field.references.field:
            target += f".{field.references.field}"
        found.append(f"FK → {target}")
    if field.unique and not field.primary_key:
        found.append("UNIQUE")
    if not field.primary_key and field.nullable is not None:
        found.append("NULL" if field.nullable else "NOT NULL")
    if field.check:
        found.append(f"CHECK ({field.check})")
    return ", ".join(found)


def describe(design: Design, field: Field) -> str:
    """What a field is, as its name and its constraints tell."""
    code = design.language
    if field.description:
        return field.description
    if field.references is not None:
        target = design.document.entity(field.references.entity)
        parent = singular_of(target, code) if target else field.references.entity
        text = phrase(code, "entities", "reference", parent=parent)
        return text[:1].upper() + text[1:]
    if field.primary_key:
        return phrase(code, "entities", "key")
    for judged, name in (
        (is_soft_delete, "deleted"),
        (is_creation_time, "created"),
        (is_update_time, "updated"),
    ):
        if judged(field):
            return phrase(code, "entities", name)
    text = phrase(code, "entities", "field", words=" ".join(words(field.name)) or field.name)
    return text[:1].upper() + text[1:]


def diagram(design: Design) -> str:
    """The entities and their relationships, drawn."""
    if not _has_fields(design):
        return question("entity-diagram", design)
    return f"```mermaid\n{mermaid(design.document)}\n```"


def _pointers(design: Design) -> str:
    """Links to the headings under which the entities are described."""
    page = design.stated.page
    links: dict[str, str] = {}
    for entity in design.stated.entities:
        section = page.section_at(entity.section_line) if entity.section_line else None
        if section is not None and section.heading is not None and entity.fields:
            links.setdefault(section.title, f"[{section.title}](#{slug_of(section.title)})")
    if not links or any("[" in title or "]" in title for title in links):
        return question("entities", design)
    listed = phrase(design.language, "notes", "separator").join(links.values())
    said = phrase(design.language, "entities", "elsewhere", links=listed)
    return proposed(said, design)


def relationships(design: Design) -> str:
    """A line or a row for each foreign key, those through a junction as one."""
    text = _relationships(design)
    return f"{diagram(design)}\n\n{text}" if design.draws else text


def _relationships(design: Design) -> str:
    lines = list(_joined(design))
    if not lines:
        if not _has_fields(design):
            return question("relationships", design)
        return proposed(phrase(design.language, "relationships", "none"), design)
    text = _relation_text(design, lines)
    return proposed(text, design) if any(True for _ in implied_links(design.document)) else text


def _relation_text(design: Design, lines: Sequence[tuple[str, str, str, str, str]]) -> str:
    if "relationships" in design.kind.tables:
        rows = [[one, many, how, said] for one, many, how, said, _ in lines]
        return _table(design, "relationships", rows)
    marks = {"1:N": ("1", "N"), "1:1": ("1", "1"), "N:M": ("N", "M")}
    texts = []
    for one, many, how, _, via in lines:
        left, right = marks[how]
        line = f"{one} {left} {_DASHES} {right} {many}{f' (via {via})' if via else ''}"
        texts.append(without_ticks(line))
    return "\n".join(["```", *dict.fromkeys(texts), "```"])


def _joined(design: Design) -> Iterator[tuple[str, str, str, str, str]]:
    """The entities that belong together: one, other, how many, in words, the junction between.

    What the document says of two entities elsewhere goes before what their keys say.
    """
    found = links(design.document)
    through = _junctions(found)
    said: set[frozenset[str]] = set()
    pairs: list[tuple[Entity, Entity, str, str, str]] = []
    for link in found:
        if link.child.key not in through:
            how = "1:1" if is_unique(design.document, link) else "1:N"
            fields = ", ".join(field.name for field in link.fields)
            pairs.append((link.parent, link.child, how, fields, ""))
    for first, second in through.values():
        pairs.append((first.parent, second.parent, "N:M", first.child.name, first.child.name))
    pairs += [
        (parent, child, "1:N", field.name, "")
        for parent, child, field in implied_links(design.document)
    ]
    for one, other, how, field, via in pairs:
        pair = frozenset([one.key, other.key])
        if pair not in said:
            said.add(pair)
            how = _stated(design, one, other) or how
            ends = (other, one, "1:N") if how == "N:1" else (one, other, how)
            yield (*_in_words(design.language, *ends, field), via)


def _in_words(
    code: str, parent: Entity, child: Entity, how: str, through: str
) -> tuple[str, str, str, str]:
    name = {"1:1": "one-to-one", "1:N": "one-to-many", "N:M": "many-to-many"}[how]
    one = (plural_of if how == "N:M" else singular_of)(parent, code)
    many = (singular_of if how == "1:1" else plural_of)(child, code)
    said = phrase(code, "relationships", name, one=one, many=many, field=through, via=through)
    return parent.name, child.name, how, said[:1].upper() + said[1:]


def _stated(design: Design, one: Entity, other: Entity) -> str | None:
    """What the document says elsewhere of how many of two entities belong together."""
    for stated in design.stated.relationships:
        ends = stated.from_entity, stated.to_entity
        keys = [own.key if (own := design.document.entity(end)) else "" for end in ends]
        if stated.cardinality is not None and keys == [one.key, other.key]:
            return str(stated.cardinality)
        if stated.cardinality is not None and keys == [other.key, one.key]:
            return str(stated.cardinality.reversed())
    return None


def _junctions(found: Sequence[Link]) -> dict[str, tuple[Link, Link]]:
    """Folded name of each entity that does no more than join two others -> its two keys."""
    by_child: dict[str, list[Link]] = {}
    for link in found:
        by_child.setdefault(link.child.key, []).append(link)
    return {
        key: (own[0], own[1])
        for key, own in by_child.items()
        if len(own) == 2 and own[0].parent is not own[1].parent and is_junction(own[0].child)
    }


def indexes(design: Design) -> str:
    """A row for each index that keys and queries need."""
    if not _has_fields(design):
        return question("indexes", design)
    if not design.indexes:
        name = "elsewhere" if design.stated.indexes else "none"
        return proposed(phrase(design.language, "indexes", name), design)
    rows = []
    columns = _columns(design, "indexes")
    for index in design.indexes:
        unique = index.unique
        method = index.method or "btree"
        said = {
            "table": index.entity or "",
            "index": index.name or "",
            "index-fields": ", ".join(part.name for part in index.fields),
            "type": f"{method}, unique" if unique else method,
            "description": _index_purpose(design, index),
        }
        rows.append([said.get(concept, "") for concept in columns])
    return proposed(_table(design, "indexes", rows, columns), design)


def _index_purpose(design: Design, index: Index) -> str:
    """The query that an index serves, else the key that it serves."""
    code, document = design.language, design.document
    if index.purpose:
        return index.purpose
    fields = [part.name for part in index.fields]
    entity = document.entity(index.entity)
    for query in design.stated.queries:
        if entity and any(document.entity(name) is entity for name in query.entities):
            asked = {fold(name) for name in (*query.filters, *query.sorts)}
            if asked and {fold(name) for name in fields} == asked:
                return query.name
    if entity is None:
        return ""
    listed = ", ".join(fields)
    parents = [
        link.parent
        for link in links(document)
        if link.child is entity and [field.name for field in link.fields] == fields[:1]
    ]
    many, one = plural_of(entity, code), singular_of(entity, code)
    if index.unique:
        text = phrase(code, "indexes", "unique", entity=one, fields=listed)
    elif parents:
        parent = singular_of(parents[0], code)
        text = phrase(code, "indexes", "reference", entities=many, parent=parent)
    else:
        text = phrase(code, "indexes", "fields", entities=many, fields=listed)
    return text[:1].upper() + text[1:]


def queries(design: Design) -> str:
    """A row for each query that keys and indexes are there for."""
    if not _has_fields(design) or not design.queries:
        return question("queries", design)
    columns = _columns(design, "queries")
    rows = []
    for query in design.queries:
        said = {
            "query": query.name,
            "frequency": word(*_FREQUENCIES[query.frequency or "low"], design.language),
            "table": ", ".join(query.entities),
            "pattern": _strategy(design, query, named="table" not in columns),
        }
        rows.append([said.get(concept, "") for concept in columns])
    return proposed(_table(design, "queries", rows, columns), design)


_FREQUENCIES = {"high": ("high", "High"), "medium": ("medium", "Medium"), "low": ("low", "Low")}


def _strategy(design: Design, query: QueryPattern, *, named: bool) -> str:
    """What a query does, of the entity that it is `named` for where the table has no column."""
    text = query.strategy or _access(design, query)
    if named and query.entities:
        return phrase(design.language, "queries", "on", entity=query.entities[0]) + text
    return text[:1].upper() + text[1:]


def _access(design: Design, query: QueryPattern) -> str:
    """How a query finds its rows: by which fields, in pages, by which index."""
    code = design.language
    entity = design.document.entity(query.entities[0])
    fields = ", ".join(query.filters)
    name = "list-pattern" if query.paginated else "one-pattern"
    if entity is not None and tuple(query.filters) == tuple(key_of(entity)):
        name = "key-pattern"
    text = phrase(code, "queries", name, fields=fields)
    deleted = soft_delete_field(entity) if entity else None
    if deleted is not None and deleted.name not in query.filters:
        live = "live-flag" if deleted.family is TypeFamily.BOOLEAN else "live"
        text += phrase(code, "queries", live, field=deleted.name)
    if query.indexes:
        text += phrase(code, "queries", "index", index=query.indexes[0])
    return text


def _has_fields(design: Design) -> bool:
    return any(entity.fields for entity in design.document.entities)


def _columns(design: Design, role: str) -> dict[str, str]:
    """Concept -> heading of the columns of a table: the kind's, and one for the entity."""
    spec = design.kind.tables.get(role)
    columns = dict(spec.columns) if spec else {}
    if role == "indexes" and columns and "table" not in columns:
        first, *rest = columns.items()
        columns = dict([first, ("table", "Table"), *rest])
    return columns


def _table(
    design: Design,
    role: str,
    rows: Sequence[Sequence[str]],
    columns: dict[str, str] | None = None,
) -> str:
    wanted = columns or _columns(design, role)
    header = [column(concept, default, design.language) for concept, default in wanted.items()]
    return design.manner.table(header, rows)
