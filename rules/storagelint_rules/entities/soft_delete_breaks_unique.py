"""SL224 soft-delete-breaks-unique: a value that stays taken after its row is deleted softly."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import is_soft_delete, last_word, soft_delete_field
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, ConstraintKind, Document, Entity, Field, TypeFamily
from storagelint.model.names import fold_field

_REUSED = frozenset(
    """email mail username login phone mobile name slug title handle nickname domain subdomain
    label sku plate barcode path url""".split()
)


class SoftDeleteBreaksUnique(Rule):
    """Only for values that people choose: keys, tokens and numbers are never given out twice."""

    code = "SL224"
    name = "soft-delete-breaks-unique"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            mark = soft_delete_field(entity)
            if mark is None or mark.unique:
                continue
            for field in entity.fields:
                if _stays_taken(field) and not _told(document, entity, field):
                    yield self.at(
                        document,
                        field.where(Attribute.UNIQUE),
                        f"unique field {entity.name}.{field.name} ignores {mark.name}",
                        entity=entity,
                        field=field,
                    )


def _stays_taken(field: Field) -> bool:
    if not field.unique or field.primary_key or field.family is TypeFamily.UUID:
        return False
    return last_word(field.name) in _REUSED


def _told(document: Document, entity: Entity, field: Field) -> bool:
    """Whether the uniqueness takes the mark into account, or leaves deleted rows out."""
    for constraint in field.constraints:
        if constraint.kind is ConstraintKind.UNIQUE and constraint.value:
            return True
    for index in document.indexes_of(entity):
        if any(fold_field(part.name) == field.key for part in index.fields) and (
            index.where or any(fold_field(part.name) in _marks(entity) for part in index.fields)
        ):
            return True
    return any(
        field.key in map(fold_field, group) and set(map(fold_field, group)) & _marks(entity)
        for group in entity.uniques
    )


def _marks(entity: Entity) -> set[str]:
    return {field.key for field in entity.fields if is_soft_delete(field)}
