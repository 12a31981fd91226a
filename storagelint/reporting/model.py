"""Documents -> what was read of them: the JSON of the public contract, or a page for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from storagelint.judging.concluded import why_field, why_index, why_query
from storagelint.judging.pages.masking import mask_default
from storagelint.model import (
    Document,
    Entity,
    Field,
    Index,
    Mapping,
    QueryPattern,
    Reference,
    Relationship,
    Volume,
)
from storagelint.reporting.escape import json_text, line_start, shown


def render_json(documents: Iterable[Document], *, explain: bool = False) -> str:
    """`version` and `documents`, each with the facts that were read.

    With `explain` a document also has `concluded`: what was concluded and from what.
    """
    pages = [
        _document(each) | ({"concluded": list(_concluded(each))} if explain else {})
        for each in documents
    ]
    return json_text({"version": 1, "documents": pages}) + "\n"


def render_text(documents: Sequence[Document], *, explain: bool = False) -> str:
    """A page for people: a heading a document, then its facts, a line each.

    With `explain` the reasons stand below each fact that was concluded.
    """
    blocks = ["\n".join(_page(document, explain)) for document in documents]
    return "\n\n".join(blocks) + "\n" if blocks else "No documents.\n"


def relationships(document: Document) -> list[Relationship]:
    """The relationships that the text and the diagrams state, each place once."""
    drawn = [each for diagram in document.diagrams for each in diagram.relationships]
    found = {(each.span, each.from_entity, each.to_entity): each for each in drawn}
    found.update(
        {(each.span, each.from_entity, each.to_entity): each for each in document.relationships}
    )
    return sorted(found.values(), key=lambda each: each.span)


def _document(document: Document) -> dict[str, Any]:
    return {
        "path": document.path,
        "kind": document.kind,
        "title": document.title,
        "system": document.system,
        "stores": [
            {
                "technology": store.technology,
                "class": store.store_class,
                "role": store.role,
                "purpose": store.purpose or None,
                "inferred": store.inferred,
                "line": store.span.line,
            }
            for store in document.stores
        ],
        "entities": [_entity(entity, document) for entity in document.entities],
        "relationships": [_relationship(each) for each in relationships(document)],
        "indexes": [_index(index, document) for index in document.indexes],
        "queries": [_query(query) for query in document.queries],
        "volumes": [_volume(volume) for volume in document.volumes],
        "mappings": [_mapping(mapping) for mapping in document.mappings],
        "sections": [
            {
                "role": section.role,
                "heading": section.heading,
                "level": section.level,
                "line": section.line,
            }
            for section in document.sections
        ],
    }


def _entity(entity: Entity, document: Document) -> dict[str, Any]:
    return {
        "name": entity.name,
        "kind": entity.kind.value,
        "form": entity.form.value,
        "purpose": entity.purpose,
        "line": entity.span.line,
        "options": dict(entity.options),
        "fields": [_field(field, document) for field in entity.fields],
    }


def _field(field: Field, document: Document) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": field.type,
        "canonical_type": str(field.canonical) if field.canonical else None,
        "primary_key": field.primary_key,
        "nullable": field.nullable,
        "unique": field.unique,
        "references": _reference(field.references, document) if field.references else None,
        "default": mask_default(field.name, field.default),
        "check": field.check,
        "enum": list(field.enum) if field.enum is not None else None,
        "description": field.description,
        "line": field.span.line,
    }


def _reference(reference: Reference, document: Document) -> dict[str, Any]:
    target = document.target(reference)
    return {
        "entity": target.name if target else reference.entity,
        "field": reference.field,
        "on_delete": reference.on_delete,
    }


def _relationship(relationship: Relationship) -> dict[str, Any]:
    return {
        "from": relationship.from_entity,
        "to": relationship.to_entity,
        "cardinality": relationship.cardinality.value if relationship.cardinality else None,
        "via": relationship.via,
        "form": relationship.form.value,
        "line": relationship.span.line,
    }


def _index(index: Index, document: Document) -> dict[str, Any]:
    entity = document.entity(index.entity)
    return {
        "name": index.name,
        "entity": entity.name if entity else index.entity,
        "fields": [field.name for field in index.fields],
        "unique": index.unique,
        "method": index.method,
        "where": index.where,
        "purpose": index.purpose,
        "form": index.form.value,
        "line": index.span.line,
    }


def _query(query: QueryPattern) -> dict[str, Any]:
    return {
        "name": query.name,
        "frequency": query.frequency.value if query.frequency else None,
        "rate": query.rate,
        "entities": query.entities,
        "filters": query.filters,
        "sorts": query.sorts,
        "paginated": query.paginated,
        "strategy": query.strategy,
        "line": query.span.line,
    }


def _volume(volume: Volume) -> dict[str, Any]:
    return {
        "entity": volume.entity,
        "initial": volume.initial,
        "growth": volume.growth,
        "peak": volume.peak,
        "retention": volume.retention,
        "line": volume.span.line,
    }


def _mapping(mapping: Mapping) -> dict[str, Any]:
    return {
        "dto": mapping.dto,
        "dto_field": mapping.dto_field,
        "data_fields": mapping.data_fields,
        "transformation": mapping.transformation,
        "line": mapping.span.line,
    }


def _concluded(document: Document) -> Iterator[dict[str, Any]]:
    for entity in document.entities:
        for field in entity.fields:
            for clause in why_field(field):
                yield {
                    "fact": "field",
                    "name": f"{entity.name}.{field.name}",
                    "because": clause,
                    "line": field.span.line,
                }
    named = [
        ("index", each.name, why_index(each, document), each.span) for each in document.indexes
    ]
    named += [("query", each.name, why_query(each), each.span) for each in document.queries]
    for fact, name, clauses, span in named:
        for clause in clauses:
            yield {"fact": fact, "name": name, "because": clause, "line": span.line}


def _page(document: Document, explain: bool) -> Iterator[str]:
    yield f"{line_start(document.path)} ({document.kind})"
    if document.title:
        yield f"  {shown(document.title)}"
    if document.how_to:
        yield f"  no design: no entity and no section of the kind {document.kind} was read"
    for store in document.stores:
        purpose = f": {store.purpose}" if store.purpose else ""
        purpose += ", by the settings" if store.inferred else ""
        yield shown(f"  store {store.technology} ({store.store_class or 'unknown'}){purpose}")
    for entity in document.entities:
        yield shown(f"  {entity.kind.value} {entity.name}, line {entity.span.line}")
        for field in entity.fields:
            yield shown(f"    {_described(field, document)}")
            if explain:
                yield from (shown(f"      = {clause}") for clause in why_field(field))
    for relation in relationships(document):
        how = relation.cardinality.value if relation.cardinality else "?"
        way = ".".join(filter(None, (relation.via, relation.field)))
        via = f" via {way}" if way else ""
        yield shown(f"  relationship {relation.from_entity} {how} {relation.to_entity}{via}")
    for index in document.indexes:
        yield shown(f"  {_described_index(index)}")
        if explain:
            yield from (shown(f"    = {clause}") for clause in why_index(index, document))
    for query in document.queries:
        often = f" ({query.frequency.value})" if query.frequency else ""
        by = f" by {', '.join(query.filters)}" if query.filters else ""
        yield shown(f"  query {query.name}{often}{by}")
        if explain:
            yield from (shown(f"    = {clause}") for clause in why_query(query))


def _described_index(index: Index) -> str:
    words = ["unique index" if index.unique else "index"]
    words += [index.name] if index.name else []
    words += [f"on {index.entity}"] if index.entity else []
    words.append(f"({', '.join(field.name for field in index.fields)})")
    words += [f"using {index.method}"] if index.method not in (None, "btree") else []
    words += [f"where {index.where}"] if index.where else []
    return " ".join(words)


def _described(field: Field, document: Document) -> str:
    words = [field.name, field.type or "(no type)"]
    words += ["primary key"] if field.primary_key else []
    words += ["unique"] if field.unique else []
    if field.nullable is not None:
        words.append("null" if field.nullable else "not null")
    if field.references:
        target = _reference(field.references, document)
        words.append(f"-> {target['entity']}" + (f".{target['field']}" if target["field"] else ""))
    return " ".join(words)
