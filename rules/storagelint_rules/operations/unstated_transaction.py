"""SL571 unstated-transaction: an operation on several entities that may end half done."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedTransaction(Rule):
    code = "SL571"
    name = "unstated-transaction"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if document.operations.first("transactions") or not document.relational:
            return
        for query in document.queries:
            entities = dict.fromkeys(
                entity.name for name in query.entities if (entity := document.entity(name))
            )
            if query.writes and query.entities_stated and len(entities) > 1:
                yield self.at(
                    document,
                    query.span,
                    f"operation {query.name} writes {' and '.join(entities)}, no transaction"
                    " is mentioned",
                )
