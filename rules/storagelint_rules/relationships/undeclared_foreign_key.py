"""SL305 undeclared-foreign-key: a field that names another entity and does not reference it."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.implied_keys import undeclared
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UndeclaredForeignKey(Rule):
    """Only in documents that declare foreign keys, so that leaving one out is an exception."""

    code = "SL305"
    name = "undeclared-foreign-key"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        declared = sum(1 for each in document.entities for _ in each.foreign_keys())
        found = list(undeclared(document)) if declared else []
        if len(found) > declared:
            return
        for entity, field, parent in found:
            yield self.at(
                document,
                field.span,
                f"{entity.name}.{field.name} names {parent.name} and does not reference it",
                entity=entity,
                field=field,
            )
