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
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity, Together
from storagelint.model import Document, Entity, Field

_IN_DOCUMENTS = "camelCase"
_FEW = 3
"""Entities with such fields up to which each is judged for itself."""


class FieldCase(Rule):
    """Many such fields of an entity, or of many entities, are told at once."""

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
            everywhere = len(entities) > _FEW
            for entity, odd in entities:
                for field in odd:
                    how = f"in {style(field.name)}, not in {wanted}"
                    whose = "fields" if everywhere else f"fields of {entity.name}"
                    yield self.at(
                        document,
                        field.span,
                        f"field {entity.name}.{field.name} is {how}",
                        entity=entity,
                        field=field,
                        together=Together(
                            _FEW if everywhere else context.options["each"],
                            f"{{count}} {whose} are {how}, the first is {{first}}",
                        ),
                    )
