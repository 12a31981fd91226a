"""SL454 unknown-index-in-query: a strategy that cites an index which is not listed."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnknownIndexInQuery(Rule):
    """An index that the text names anywhere but in queries is known."""

    code = "SL454"
    name = "unknown-index-in-query"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        project = context.project
        listed = _listed(document)
        for query in document.queries:
            for name in query.indexes:
                if name in listed or _named_elsewhere(name, document) or project.has_index(name):
                    continue
                yield self.at(
                    document,
                    query.strategy_span or query.span,
                    f"query «{query.name}» uses the index {name}, which is not listed",
                    entity=query.entities[0] if query.entities else None,
                    severity=None if project.has_indexes else self.severity.lower(),
                )


def _listed(document: Document) -> set[str | None]:
    """The names of the indexes that stand on lines of their own, where no query stands."""
    places = [each for query in document.queries for each in (query.span, query.strategy_span)]
    lines = {line for each in places if each for line in range(each.line, each.end_line + 1)}
    return {index.name for index in document.indexes if index.span.line not in lines}


def _named_elsewhere(name: str, document: Document) -> bool:
    """Whether more of the text names it than the strategies that cite it."""
    cited = sum(name in (query.strategy or "") for query in document.queries)
    return document.page.source.text.count(name) > cited
