"""SL453 unknown-entity-in-query: a query on an entity that no document defines."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.known import knows
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnknownEntityInQuery(Rule):
    """Only entities that a column or a statement names, in documents that define some.

    Where none has fields, as in key-value stores and search engines, most names must be known.
    """

    code = "SL453"
    name = "unknown-entity-in-query"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        named = [
            (query, name)
            for query in document.queries
            for name in (query.entities if query.entities_stated else ())
        ]
        unknown = [each for each in named if not knows(each[1], document, context.project)]
        defined = any(entity.fields for entity in document.entities)
        if not defined and 2 * len(unknown) >= len(named):
            return
        for query, name in unknown:
            yield self.at(
                document,
                query.entities_span or query.span,
                f"query «{query.name}» uses {name}, which is not defined",
                entity=name,
            )
