"""SL902 field-case: fields that are not written as the kind of document asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.entities.naming import (
    fits,
    in_documents,
    in_tables,
    named_entities,
    named_fields,
    style,
)
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field

_IN_DOCUMENTS = "camelCase"
_FEW = 3
"""Entities with such fields up to which each is judged for itself."""


class FieldCase(Rule):
    """Many such fields of an entity, or many entities with some, get one finding."""

    code = "SL902"
    name = "field-case"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"each": 4}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        asked = context.kind.naming.field_case
        if asked is None:
            return
        found: dict[str, list[tuple[Entity, list[Field]]]] = {}
        for entity in named_entities(document):
            if not (in_tables(entity, document) or in_documents(entity, document)):
                continue
            wanted = asked if in_tables(entity, document) else _IN_DOCUMENTS
            odd = [field for field in named_fields(entity) if not fits(field.name, wanted)]
            if odd:
                found.setdefault(wanted, []).append((entity, odd))
        for wanted, entities in found.items():
            if len(entities) > _FEW:
                first = entities[0][1][0]
                message = (
                    f"fields of {len(entities)} entities such as {first.name} are in"
                    f" {style(first.name)}, not in {wanted}"
                )
                yield self.at(document, first.span, message, field=first)
                continue
            for entity, odd in entities:
                yield from self._about(document, entity, odd, wanted, context.options["each"])

    def _about(
        self, document: Document, entity: Entity, odd: list[Field], wanted: str, each: int
    ) -> Iterator[Diagnostic]:
        if len(odd) > each:
            message = (
                f"fields of {entity.name} such as {odd[0].name} ({len(odd)} in all) are in"
                f" {style(odd[0].name)}, not in {wanted}"
            )
            yield self.at(document, odd[0].span, message, entity=entity, field=odd[0])
            return
        for field in odd:
            message = f"field {entity.name}.{field.name} is in {style(field.name)}, not in {wanted}"
            yield self.at(document, field.span, message, entity=entity, field=field)
