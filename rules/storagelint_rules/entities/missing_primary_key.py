"""SL201 missing-primary-key: an entity that no field identifies."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind, Form
from storagelint.model.shape import implied_key, is_junction, is_view

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
        silent = len(entities) >= _FEW and not any(each.primary_key for each in entities)
        for entity in entities:
            implied = implied_key(entity)
            if entity.primary_key or (silent and implied is not None):
                continue
            if implied is not None:
                yield self.at(
                    document,
                    implied.span,
                    f"primary key of {entity.name} is implied by its first field {implied.name}",
                    entity=entity,
                    field=implied,
                    severity=Severity.INFO,
                    evidence=(f"{implied.name} comes first and nothing else is stated as the key",),
                )
                continue
            yield self.at(
                document,
                entity.span,
                f"entity {entity.name} has no primary key",
                entity=entity,
                severity=Severity.INFO if silent else None,
                evidence=("no entity of the document states a key",) if silent else (),
            )


def _needs_key(entity: Entity, document: Document) -> bool:
    if entity.kind not in _KEYED or is_view(entity) or not entity.fields:
        return False
    if document.store_classes and document.store_classes.isdisjoint(_DECLARED):
        return False
    if entity.partial or entity.append_only or entity.form in _SHOWN:
        return False
    return not (is_junction(entity) and entity.uniques)
