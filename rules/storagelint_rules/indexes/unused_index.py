"""SL411 unused-index: an index that no stated query, foreign key or uniqueness needs."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.coverage import demands, explain_index, foreign_keys, index_keys
from storagelint.judging.access.index_pairs import by_entity, label, superfluous
from storagelint.judging.access.mentions import is_spoken_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Form, Index, QueryPattern
from storagelint.model.names import fold_field

_MOST = 5
"""Entities a query up to which a document states what it asks; fewer queries are examples."""


class UnusedIndex(Rule):
    """Only for entities all of whose queries say what they filter or sort by."""

    code = "SL411"
    name = "unused-index"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if _MOST * len(document.queries) < len(document.entities):
            return
        cited = {name.casefold() for query in document.queries for name in query.indexes}
        asking = _by_entity(document)
        for entity, indexes in by_entity(document):
            queries = asking.get(entity.key, [])
            if not queries or not all(_readable(query) for query in queries):
                continue
            wanted = {fold_field(n) for query in queries for n in (*query.filters, *query.sorts)}
            wanted |= {field.key for fields in foreign_keys(entity) for field in fields}
            for index in indexes:
                if index.unique or (index.name or "").casefold() in cited:
                    continue
                if wanted.isdisjoint(index_keys(index, entity)[:1]) and not _is_told(
                    index, document
                ):
                    cited.add((index.name or "").casefold())
                    yield self._unused(document, entity, index, queries)

    def _unused(
        self, document: Document, entity: Entity, index: Index, queries: list[QueryPattern]
    ) -> Diagnostic:
        plain = index.form is Form.TABLE and not index.purpose
        purpose = (f"its purpose is given as «{index.purpose}»",) if index.purpose else ()
        asked = demands(queries, entity)
        return self.at(
            document,
            index.name_span or index.span,
            f"no stated query needs {label(index)}",
            entity=entity,
            severity=self.severity if plain else self.severity.lower(),
            evidence=(*purpose, *explain_index(index, asked, entity=entity)),
        )


def _is_told(index: Index, document: Document) -> bool:
    """Whether it is one that SL406 reports, or one of which the text says what it is for."""
    if any(index is each for _, each, _ in superfluous(document)):
        return True
    return index.name is not None and is_spoken_of(index.name, document)


def _by_entity(document: Document) -> dict[str, list[QueryPattern]]:
    """Folded entity -> the queries on it."""
    found: dict[str, list[QueryPattern]] = {}
    for query in document.queries:
        named = {entity.key for name in query.entities if (entity := document.entity(name))}
        for key in named:
            found.setdefault(key, []).append(query)
    return found


def _readable(query: QueryPattern) -> bool:
    return bool(query.filters or query.sorts or query.writes) or query.filters_stated
