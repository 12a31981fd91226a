"""SL202 nullable-primary-key: a field of the key that is said to allow NULL."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.nullability import reversed_words, says_null
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Constraint, Document


class NullablePrimaryKey(Rule):
    """«Optional» and «Required: no» speak of what callers give, and are left alone."""

    code = "SL202"
    name = "nullable-primary-key"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            keys = {field.key for field in entity.fields if field.primary_key}
            for definition in entity.definitions:
                for field in definition.fields:
                    null = says_null(field) if field.key in keys else None
                    if null is None:
                        continue
                    yield self.at(
                        document,
                        null.span,
                        f"primary key field {entity.name}.{field.name} may be null",
                        entity=entity,
                        field=field,
                        fix=_fix(document, null),
                    )


def _fix(document: Document, null: Constraint) -> Fix | None:
    words = reversed_words(document, null)
    return Fix(f"Say {words[1]} instead", (Edit(*words),)) if words else None
