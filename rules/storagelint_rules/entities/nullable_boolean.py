"""SL227 nullable-boolean: a flag with a third value that nobody named."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.nullability import says_null
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Field, TypeFamily

_UNKNOWN = ("unknown", "null", "not yet", "undecided", "pending", "unset", "inherit", "neither")


class NullableBoolean(Rule):
    """A description that says what NULL means makes it a value like the others."""

    code = "SL227"
    name = "nullable-boolean"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for field in entity.fields:
                null = says_null(field)
                if field.family is TypeFamily.BOOLEAN and null and not _explained(field):
                    message = f"boolean {entity.name}.{field.name} may be null"
                    yield self.at(document, null.span, message, entity=entity, field=field)


def _explained(field: Field) -> bool:
    said = (field.description or "").casefold()
    return any(word in said for word in _UNKNOWN)
