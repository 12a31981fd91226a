"""Whole documents of fixtures/reading: what is read of each is what stands beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT

from storagelint import source
from storagelint.kinds import builtin_kinds
from storagelint.model import Document, Entity, Relationship, fold
from storagelint.model.names import fold_field
from storagelint.reading import read
from storagelint.reporting.model import relationships

FOLDER = ROOT / "fixtures" / "reading"
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))
ON_DEMAND = ("stores", "sections", "volumes")
"""Facts that are compared only where the expected model lists them."""
REVERSED = {"N:1": "1:N"}

Facts = set[tuple[object, ...]]


@pytest.mark.parametrize("name", NAMES)
def test_document_reads_as_expected(name: str) -> None:
    expected: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    text = source.read(FOLDER / f"{name}.md")
    document = read(text, path=f"{name}.md", kind=builtin_kinds()["generic"])
    wanted = set(_expected(expected))
    found = {fact for fact in _read(document) if fact[0] not in ON_DEMAND or fact[0] in expected}
    if wanted != found:
        pytest.fail(f"{name}\n{_difference(wanted, found)}", pytrace=False)


def test_every_document_has_its_model_and_every_model_its_document() -> None:
    assert len(NAMES) >= 65
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES


def _difference(wanted: Facts, found: Facts) -> str:
    missing = [f"  - {_shown(fact)}" for fact in sorted(wanted - found, key=repr)]
    surplus = [f"  + {_shown(fact)}" for fact in sorted(found - wanted, key=repr)]
    return "\n".join(missing + surplus)


def _shown(fact: tuple[object, ...]) -> str:
    return " ".join(str(part) for part in fact)


def _expected(model: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    for entity in model.get("entities", []):
        name = entity["name"]
        yield "entity", name, entity.get("kind", "table")
        for option, value in entity.get("options", {}).items():
            yield "option", name, option, value
        for field in entity["fields"]:
            yield from _field_facts(name, field)
    for relation in model.get("relationships", []):
        yield _relation(
            relation["from"], relation["to"], relation.get("cardinality"), relation.get("via")
        )
    for index in model.get("indexes", []):
        fields = tuple(fold_field(field) for field in index["fields"])
        yield "index", fold(index["entity"]), fields, index.get("unique", False)
    for query in model.get("queries", []):
        yield "query", query
    for store in model.get("stores", []):
        yield "stores", store
    for volume in model.get("volumes", []):
        parts = ("entity", "initial", "growth", "peak", "retention")
        yield "volumes", *(volume.get(part) for part in parts)
    for mapping in model.get("mappings", []):
        fields = tuple(mapping["data_fields"])
        yield "mapping", mapping["dto_field"], fields, mapping.get("transformation")
    for role in model.get("sections", []):
        yield "sections", role
    for code in model.get("unread", []):
        yield "unread", code


def _read(document: Document) -> Iterator[tuple[object, ...]]:
    for entity in document.entities:
        yield from _entity_facts(entity)
    for relation in relationships(document):
        yield _drawn(relation, document)
    for index in document.indexes:
        owner = document.entity(index.entity)
        fields = tuple(fold_field(field.name) for field in index.fields)
        yield "index", fold(owner.name if owner else index.entity or "?"), fields, index.unique
    yield from (("query", query.name) for query in document.queries)
    yield from (("stores", store.technology) for store in document.stores)
    for volume in document.volumes:
        sizes = (volume.initial, volume.growth, volume.peak, volume.retention)
        yield "volumes", volume.entity, *sizes
    for mapping in document.mappings:
        fields = tuple(mapping.data_fields)
        yield "mapping", mapping.dto_field, fields, mapping.transformation
    yield from (("sections", section.role) for section in document.sections)
    yield from (("unread", unread.code) for unread in document.unread)


def _entity_facts(entity: Entity) -> Iterator[tuple[object, ...]]:
    yield "entity", entity.name, entity.kind.value
    for option, value in entity.options.items():
        yield "option", entity.name, option, value
    for field in entity.fields:
        facts: dict[str, Any] = {
            "name": field.name,
            "type": field.type,
            "primary_key": field.primary_key,
            "nullable": field.nullable,
            "unique": field.unique,
            "enum": field.enum,
        }
        if field.references:
            target = field.references
            facts["references"] = {"entity": target.entity, "field": target.field}
        yield from _field_facts(entity.name, facts)


def _field_facts(entity: str, field: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """What a field states; a primary key is unique and not null without a word."""
    name = field["name"]
    yield "field", entity, name
    if field.get("type"):
        yield "type", entity, name, field["type"]
    if field.get("primary_key"):
        yield "primary-key", entity, name
    elif field.get("nullable") is not None:
        yield "nullable", entity, name, field["nullable"]
    if field.get("unique") and not field.get("primary_key"):
        yield "unique", entity, name
    if field.get("enum"):
        yield "enum", entity, name, tuple(field["enum"])
    if target := field.get("references"):
        yield "references", entity, name, fold(target["entity"]), target.get("field")


def _drawn(relation: Relationship, document: Document) -> tuple[object, ...]:
    ends = [document.entity(end) for end in (relation.from_entity, relation.to_entity)]
    start = ends[0].name if ends[0] else relation.from_entity
    end = ends[1].name if ends[1] else relation.to_entity
    return _relation(start, end, relation.cardinality, relation.via)


def _relation(start: str, end: str, cardinality: str | None, via: str | None) -> tuple[object, ...]:
    """A relationship read from its one side, or from the name that sorts first."""
    ends = (fold(start), fold(end))
    how = str(cardinality) if cardinality else "?"
    if how in REVERSED:
        ends, how = (ends[1], ends[0]), REVERSED[how]
    elif how != "1:N":
        ends = (min(ends), max(ends))
    return "relationship", *ends, how, fold(via) if via else None
