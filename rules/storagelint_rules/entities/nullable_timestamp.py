"""SL222 nullable-timestamp: a time of creation or change that is said to allow NULL."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import is_row_time, is_update_time
from storagelint.judging.relations.nullability import reversed_words, says_not_null, says_null
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Constraint, Document


class NullableTimestamp(Rule):
    """Where a document without a kind leaves all its update times empty, that is its way."""

    code = "SL222"
    name = "nullable-timestamp"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        demanded = context.kind.timestamps != "optional"
        times = [
            (entity, field)
            for entity in document.entities
            for field in entity.fields
            if is_row_time(field)
        ]
        updates = [field for _, field in times if is_update_time(field)]
        full = sum(says_not_null(field) is not None for field in updates)
        for entity, field in times:
            null = says_null(field)
            if null is None or field.primary_key:
                continue
            if is_update_time(field) and not demanded and full * 2 <= len(updates):
                continue
            yield self.at(
                document,
                null.span,
                f"timestamp {entity.name}.{field.name} may be null",
                entity=entity,
                field=field,
                fix=_fix(document, null),
            )


def _fix(document: Document, null: Constraint) -> Fix | None:
    words = reversed_words(document, null)
    return Fix(f"Say {words[1]} instead", (Edit(*words),)) if words else None
