"""SL466 full-text-without-index: a full-text search without a full-text index."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.demand import finds_text
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind, QueryPattern, TypeFamily


class FullTextWithoutIndex(Rule):
    """A search store, a search index or a field of a search type serves it, too."""

    code = "SL466"
    name = "full-text-without-index"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if "search" in document.store_classes:
            return
        if any(entity.kind is EntityKind.INDEX for entity in document.entities):
            return
        for query in document.queries:
            entities = [entity for name in query.entities if (entity := document.entity(name))]
            if not query.full_text or not entities or not entities[0].fields:
                continue
            if not any(_searchable(entity, query, document) for entity in entities):
                message = (
                    f"query «{query.name}» searches {entities[0].name}, which has no text index"
                )
                yield self.at(document, query.span, message, entity=entities[0])


def _searchable(entity: Entity, query: QueryPattern, document: Document) -> bool:
    if any(field.family is TypeFamily.SEARCH for field in entity.fields) or "fts" in entity.key:
        return True
    indexes = document.indexes_of(entity)
    return any(
        finds_text(index, entity, query, document) or "fts" in (index.name or "")
        for index in indexes
    )
