"""SL459 vague-query: a query of which neither filter nor sort can be told."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.demand import inserts
from storagelint.judging.access.query_fields import misnamed, named_fields
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class VagueQuery(Rule):
    """Only in kinds that ask for query patterns, and only reads of entities with fields.

    A misspelt field tells in every kind that the query means none.
    """

    code = "SL459"
    name = "vague-query"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for query in document.queries:
            for name, entity, near in misnamed(query, document):
                yield self.at(
                    document,
                    query.strategy_span or query.span,
                    f"query «{query.name}» uses {name}, which {entity.name} has not, "
                    f"the nearest is {near}",
                    entity=entity,
                    field=near,
                    severity=Severity.WARNING,
                )
        if context.kind.section("queries") is None:
            return
        for query in document.queries:
            told = query.filters or query.sorts or query.filters_stated or query.indexes
            if told or named_fields(query) or query.full_text or query.writes or inserts(query):
                continue
            defined = [document.entity(name) for name in query.entities]
            if any(each is not None and each.fields for each in defined):
                message = f"query «{query.name}» names no field that it filters or sorts by"
                yield self.at(document, query.span, message, entity=query.entities[0])
