"""SL238 unconstrained-entity: an entity that nothing but its key protects."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import is_framework
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity, Together
from storagelint.model import ConstraintKind, Document, Entity

_SILENT = {ConstraintKind.PRIMARY_KEY, ConstraintKind.NULL, ConstraintKind.UNKNOWN}
_FEWEST = 3
_TOGETHER = Together(
    3, "{count} entities have no constraint beside their keys, the first is {first}"
)


class UnconstrainedEntity(Rule):
    """In kinds whose field tables must state constraints."""

    code = "SL238"
    name = "unconstrained-entity"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        spec = context.kind.tables.get("fields")
        if spec is None or "constraints" not in spec.columns or not document.relational:
            return
        for entity in document.tables():
            if _is_bare(document, entity):
                message = f"entity {entity.name} has no constraint beside its key"
                yield self.at(document, entity.span, message, entity=entity, together=_TOGETHER)


def _is_bare(document: Document, entity: Entity) -> bool:
    if entity.partial or is_framework(entity) or len(entity.fields) < _FEWEST:
        return False
    return not _protected(document, entity)


def _protected(document: Document, entity: Entity) -> bool:
    if entity.uniques or entity.references or any(each.checks for each in entity.definitions):
        return True
    if any(index.unique for index in document.indexes_of(entity)):
        return True
    rest = [field for field in entity.fields if not field.primary_key]
    return any(
        field.nullable is False or field.unique or field.foreign_key or field.check or field.enum
        for field in rest
    ) or any(c.kind not in _SILENT for field in entity.fields for c in field.constraints)
