"""SL208 orphan-entity: an entity that no relationship, key, index or query touches."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.own_words import is_connected_in_words
from storagelint.judging.entities.shape import is_framework, is_sketch, links, names_a_reference
from storagelint.judging.relations.links import named_parent
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, fold


class OrphanEntity(Rule):
    """Only where the document connects its other entities: most of them, and three or more."""

    code = "SL208"
    name = "orphan-entity"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        entities = list(document.tables()) if document.relational else []
        touched = _touched(document)
        loose = [each for each in entities if not (each.keys & touched or is_framework(each))]
        if len(entities) - len(loose) < max(3, len(loose) * 2):
            return
        for entity in loose:
            alone = not (is_sketch(entity) or entity.lookup or entity.append_only)
            if alone and not is_connected_in_words(entity, document):
                message = f"entity {entity.name} is in no relationship, index or query"
                yield self.at(document, entity.span, message, entity=entity)


def _touched(document: Document) -> set[str]:
    """The folded names of all entities that something refers to, or that refer to others."""
    found: set[str] = set()
    for relationship in document.relationships:
        ends = (relationship.from_entity, relationship.to_entity, relationship.via)
        found |= {fold(end) for end in ends if end}
    found |= {fold(index.entity) for index in document.indexes if index.entity}
    found |= {fold(name) for query in document.queries for name in query.entities}
    for entity in document.entities:
        targets = [field.references.entity for field in entity.fields if field.references]
        named = (
            named_parent(document, each, loosely=each.foreign_key)
            for each in entity.fields
            if names_a_reference(each)
        )
        targets += [parent.name for parent in named if parent is not None]
        if targets or links(entity):
            found |= entity.keys | {fold(target) for target in targets}
    return found
