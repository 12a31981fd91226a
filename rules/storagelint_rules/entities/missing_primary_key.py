"""SL201 missing-primary-key: an entity that no field identifies."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind, Field

_KEYED = {EntityKind.TABLE, EntityKind.COLLECTION, EntityKind.OTHER}
"""The sorts of entities whose rows or documents have a key of their own."""
_KEY_NAMES = {"id", "_id", "uuid"}


class MissingPrimaryKey(Rule):
    """Entities without fields are the matter of SL206."""

    code = "SL201"
    name = "missing-primary-key"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            if not _needs_key(entity):
                continue
            implied = _implied_key(entity)
            if implied is None:
                message = f"entity {entity.name} has no primary key"
                yield self.at(document, entity.span, message, entity=entity)
            else:
                yield self.at(
                    document,
                    implied.span,
                    f"primary key of {entity.name} is implied by its first field {implied.name}",
                    entity=entity,
                    field=implied,
                    severity=Severity.INFO,
                    evidence=(f"{implied.name} comes first and nothing else is stated as the key",),
                )


def _needs_key(entity: Entity) -> bool:
    if entity.kind not in _KEYED or not entity.fields or entity.primary_key:
        return False
    return not (entity.partial or entity.append_only)


def _implied_key(entity: Entity) -> Field | None:
    first = entity.fields[0]
    return first if first.name.casefold() in _KEY_NAMES else None
