"""SL206 entity-without-fields: an entity that is announced and never given a field."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.place import empty_entity_headings
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind, Form

_WITH_FIELDS = {EntityKind.TABLE, EntityKind.COLLECTION}


class EntityWithoutFields(Rule):
    """Inventories, changes and sketches in SQL that say so define no fields, and need none."""

    code = "SL206"
    name = "entity-without-fields"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            if _announced(entity):
                message = f"entity {entity.name} has no fields"
                yield self.at(document, entity.span, message, entity=entity)
        if context.kind.section("entities") is not None:
            for section, name in empty_entity_headings(document):
                message = f"entity {name} has no fields"
                yield self.at(document, section.span, message, entity=name)


def _announced(entity: Entity) -> bool:
    """Whether the document sets out to define it."""
    if entity.fields or entity.partial or entity.kind not in _WITH_FIELDS:
        return False
    return any(
        not (each.excerpt or each.changes) and each.form is not Form.SQL
        for each in entity.definitions
    )
