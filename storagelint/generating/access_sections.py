"""Facts of a design -> the sections on its indexes and queries."""

from __future__ import annotations

from storagelint.generating.design import Design
from storagelint.generating.design_tables import columns_of, has_fields, table_of
from storagelint.generating.texts.names import plural_of, singular_of
from storagelint.generating.texts.notes import proposed, question
from storagelint.generating.wording import phrase, word
from storagelint.judging.entities.shape import (
    soft_delete_field,
)
from storagelint.judging.relations.links import key_of, links
from storagelint.model import Index, QueryPattern, TypeFamily
from storagelint.model.names import fold


def indexes(design: Design) -> str:
    """A row for each index that keys and queries need."""
    if not has_fields(design):
        return question("indexes", design)
    if not design.indexes:
        name = "elsewhere" if design.stated.indexes else "none"
        return proposed(phrase(design.language, "indexes", name), design)
    rows = []
    columns = columns_of(design, "indexes")
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
    return proposed(table_of(design, "indexes", rows, columns), design)


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
    if not has_fields(design) or not design.queries:
        return question("queries", design)
    columns = columns_of(design, "queries")
    rows = []
    for query in design.queries:
        said = {
            "query": query.name,
            "frequency": word(*_FREQUENCIES[query.frequency or "low"], design.language),
            "table": ", ".join(query.entities),
            "pattern": _strategy(design, query, named="table" not in columns),
        }
        rows.append([said.get(concept, "") for concept in columns])
    return proposed(table_of(design, "queries", rows, columns), design)


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
