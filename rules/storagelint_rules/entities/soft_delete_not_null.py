"""SL223 soft-delete-not-null: a time of deletion that every row must have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import is_soft_delete, is_time, last_word
from storagelint.judging.relations.nullability import reversed_words, says_not_null
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Constraint, Document, Entity, Field


class SoftDeleteNotNull(Rule):
    """A default that stands for «not deleted», such as an epoch, makes it a sound design."""

    code = "SL223"
    name = "soft-delete-not-null"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for field in entity.fields:
                required = says_not_null(field) if _deletion_time(field) else None
                if required is None or field.default is not None or _shares_row(entity, field):
                    continue
                yield self.at(
                    document,
                    required.span,
                    f"soft-delete field {entity.name}.{field.name} is NOT NULL",
                    entity=entity,
                    field=field,
                    fix=_fix(document, required),
                )


def _deletion_time(field: Field) -> bool:
    if not is_soft_delete(field):
        return False
    return is_time(field) or (field.type is None and last_word(field.name) in ("at", "on", "time"))


def _shares_row(entity: Entity, field: Field) -> bool:
    """Whether its row speaks of several fields at once: `created_at / deleted_at`."""
    return sum(each.span == field.span for each in entity.fields) > 1


def _fix(document: Document, required: Constraint) -> Fix | None:
    words = reversed_words(document, required)
    return Fix(f"Say {words[1]} instead", (Edit(*words),)) if words else None
