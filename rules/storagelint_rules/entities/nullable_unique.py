"""SL228 nullable-unique: a unique field of which any number of rows may hold NULL."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.nullability import says_null
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class NullableUnique(Rule):
    code = "SL228"
    name = "nullable-unique"
    severity = Severity.INFO
    pedantic = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for field in entity.fields:
                null = says_null(field)
                if field.unique and null is not None and not field.primary_key:
                    message = f"unique field {entity.name}.{field.name} may be null"
                    yield self.at(document, null.span, message, entity=entity, field=field)
