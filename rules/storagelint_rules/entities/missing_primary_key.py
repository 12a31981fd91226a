"""SL201 missing-primary-key: an entity that no field identifies."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities import shape
from storagelint.judging.entities.conventions import gives_all_a_key
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind, Form

_KEYED = {EntityKind.TABLE, EntityKind.OTHER}
"""The sorts of entities whose rows have a key that is declared; documents are given theirs."""
_DECLARED = {"relational", "column", "warehouse"}
"""The classes of stores in which keys are declared."""
_SHOWN = {Form.JSON, Form.CODE, Form.PROSE}
"""Notations that show a row and have no place for its key."""
_FEW = 3


class MissingPrimaryKey(Rule):
    """Entities without fields are the matter of SL206."""

    code = "SL201"
    name = "missing-primary-key"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        entities = [entity for entity in document.entities if _needs_key(entity, document)]
        unstated = [entity for entity in entities if not entity.primary_key]
        if not unstated or gives_all_a_key(document):
            return
        keyless = [entity for entity in unstated if shape.implied_key(entity) is None]
        if len(entities) >= _FEW and len(unstated) == len(entities):
            message = f"none of the {len(entities)} entities states a primary key"
            for entity in keyless[:1]:
                info = Severity.INFO
                yield self.at(document, entity.span, message, entity=entity, severity=info)
            return
        yield from self._implied(document, unstated)
        for entity in keyless:
            message = f"entity {entity.name} has no primary key"
            stand_in = shape.candidate_key(entity)
            yield self.at(
                document,
                entity.span,
                message,
                entity=entity,
                severity=self.severity.lower() if stand_in else None,
                evidence=(f"({', '.join(stand_in)}) is unique and not null",) if stand_in else (),
            )

    def _implied(self, document: Document, unstated: list[Entity]) -> Iterator[Diagnostic]:
        found = [(each, key) for each in unstated if (key := shape.implied_key(each)) is not None]
        many = len(found) > _FEW
        for entity, key in found[:1] if many else found:
            message = f"primary key of {entity.name} is implied by its first field {key.name}"
            if many:
                message = f"primary keys of {len(found)} entities are implied by their first fields"
            yield self.at(
                document,
                key.span,
                message,
                entity=entity,
                field=key,
                severity=Severity.INFO,
                evidence=(f"{key.name} comes first and nothing else is stated as the key",),
            )


def _needs_key(entity: Entity, document: Document) -> bool:
    if entity.kind not in _KEYED or shape.is_view(entity) or not entity.fields:
        return False
    if document.store_classes and document.store_classes.isdisjoint(_DECLARED):
        return False
    if shape.is_sketch(entity) or entity.append_only or entity.form in _SHOWN:
        return False
    return not (shape.is_junction(entity) and entity.uniques)
