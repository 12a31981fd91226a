"""SL201 missing-primary-key: an entity that no field identifies."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities import shape
from storagelint.judging.entities.conventions import gives_all_a_key
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity, Together
from storagelint.model import Document, Entity, EntityKind, Form

_KEYED = {EntityKind.TABLE, EntityKind.OTHER}
"""The sorts of entities whose rows have a key that is declared; documents are given theirs."""
_DECLARED = {"relational", "column", "warehouse"}
"""The classes of stores in which keys are declared."""
_SHOWN = {Form.JSON, Form.CODE, Form.PROSE}
"""Notations that show a row and have no place for its key."""
_FEW = 3
"""Entities up to which each is named, and from which on keys may go without saying."""
_KEYLESS = Together(_FEW, "{count} entities have no primary key, the first is {first}")
_IMPLIED = Together(_FEW, "primary keys of {count} entities are implied by their first fields")


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
        if len(entities) < _FEW or len(unstated) < len(entities):
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
                together=_KEYLESS,
            )

    def _implied(self, document: Document, unstated: list[Entity]) -> Iterator[Diagnostic]:
        for entity in unstated:
            key = shape.implied_key(entity)
            if key is None:
                continue
            yield self.at(
                document,
                key.span,
                f"primary key of {entity.name} is implied by its first field {key.name}",
                entity=entity,
                field=key,
                severity=Severity.INFO,
                evidence=(f"{key.name} comes first and nothing else is stated as the key",),
                together=_IMPLIED,
            )


def _needs_key(entity: Entity, document: Document) -> bool:
    if entity.kind not in _KEYED or shape.is_view(entity) or not entity.fields:
        return False
    if document.store_classes and document.store_classes.isdisjoint(_DECLARED):
        return False
    if shape.is_sketch(entity) or entity.append_only or entity.form in _SHOWN:
        return False
    return not (shape.is_junction(entity) and entity.uniques)
