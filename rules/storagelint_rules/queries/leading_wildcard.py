"""SL460 leading-wildcard: a search inside text that no index serves."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.demand import finds_text, leads_with_wildcard
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, QueryPattern, TypeFamily


class LeadingWildcard(Rule):
    """A trigram, GIN or full-text index of the entity, or a search store, serves it."""

    code = "SL460"
    name = "leading-wildcard"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if "search" in document.store_classes:
            return
        for query in document.queries:
            if leads_with_wildcard(query, document) and not _served(query, document):
                message = f"query «{query.name}» begins its pattern with a wildcard"
                entity = query.entities[0] if query.entities else None
                yield self.at(document, query.span, message, entity=entity)


def _served(query: QueryPattern, document: Document) -> bool:
    entities = [entity for name in query.entities if (entity := document.entity(name))]
    if not entities:
        return True
    return any(
        finds_text(index, entity, query, document)
        for entity in entities
        for index in document.indexes_of(entity)
    ) or any(field.family is TypeFamily.SEARCH for entity in entities for field in entity.fields)
