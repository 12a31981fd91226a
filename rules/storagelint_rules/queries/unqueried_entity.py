"""SL464 unqueried-entity: an entity that no query pattern touches."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.demand import words_asked
from storagelint.judging.entities.shape import (
    is_framework,
    is_item,
    is_junction,
    is_lookup,
    is_view,
)
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity, Together
from storagelint.model import Document, Entity
from storagelint.model.names import fold, singular, words

_FEW = 3
"""Entities up to which each is named."""
_TOGETHER = Together(_FEW, "no query pattern uses {count} of the entities, the first is {first}")


class UnqueriedEntity(Rule):
    """Junctions, lookup tables, types of items and what is only extended here are left alone."""

    code = "SL464"
    name = "unqueried-entity"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("queries") is None or not document.queries:
            return
        used = {
            entity.key
            for query in document.queries
            for name in query.entities
            if (entity := document.entity(name)) is not None
        }
        if not used:
            return
        judged = [entity for entity in document.entities if not _exempt(entity, document)]
        found = [entity for entity in judged if not _is_asked(entity, used, document)]
        if 2 * len(found) > len(judged) and len(found) > _FEW:
            # A few queries of a large design are examples, and no list of what it must serve.
            return
        for entity in found:
            message = f"no query pattern uses {entity.name}"
            yield self.at(document, entity.span, message, entity=entity, together=_TOGETHER)


def _is_asked(entity: Entity, used: set[str], document: Document) -> bool:
    if entity.key in used:
        return True
    return {singular(word) for word in words(entity.name)} <= words_asked(document)


def _exempt(entity: Entity, document: Document) -> bool:
    if not entity.fields or entity.partial or is_framework(entity) or is_view(entity):
        return True
    if is_junction(entity) or is_lookup(entity, document) or is_item(entity):
        return True
    return any(fold(name) in {"auditlog", "outbox"} for name in (entity.name, *entity.aliases))
