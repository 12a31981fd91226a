"""SL453 unknown-entity-in-query: a query on an entity that no document defines."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.known import knows
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnknownEntityInQuery(Rule):
    """Only entities that a column or a statement names, in documents that define some."""

    code = "SL453"
    name = "unknown-entity-in-query"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not any(entity.fields for entity in document.entities):
            return
        for query in document.queries:
            for name in query.entities if query.entities_stated else ():
                if knows(name, document, context.project):
                    continue
                yield self.at(
                    document,
                    query.entities_span or query.span,
                    f"query «{query.name}» uses {name}, which is not defined",
                    entity=name,
                )
