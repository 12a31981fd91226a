"""SL459 vague-query: a query of which neither filter nor sort can be told."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.demand import inserts


class VagueQuery(Rule):
    """Only in kinds that ask for query patterns, and only reads of entities with fields."""

    code = "SL459"
    name = "vague-query"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("queries") is None:
            return
        for query in document.queries:
            told = query.filters or query.sorts or query.filters_stated or query.indexes
            if told or query.full_text or query.writes or inserts(query):
                continue
            entities = [document.entity(name) for name in query.entities]
            if any(entity is not None and entity.fields for entity in entities):
                message = f"query «{query.name}» names no field that it filters or sorts by"
                yield self.at(document, query.span, message, entity=query.entities[0])
