"""SL309 unknown-entity-in-relationship: a relationship with an entity that no document defines."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.pairs import is_named, is_schema
from storagelint.judging.surroundings.absent import absent
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Form, Relationship, fold
from storagelint.source import Span


class UnknownEntityInRelationship(Rule):
    """The entities of diagrams are the matter of SL334."""

    code = "SL309"
    name = "unknown-entity-in-relationship"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        seen = {
            fold(reference.entity)
            for each in document.entities
            for _, reference in each.foreign_keys()
        }
        for relationship in document.relationships:
            if relationship.form is Form.MERMAID or is_schema(relationship):
                continue
            if not is_named(document, relationship):
                continue
            for name, span in _ends(relationship):
                found = absent(name, document, context.project)
                if found is None or fold(name) in seen:
                    continue
                seen.add(fold(name))
                yield self.at(
                    document,
                    span,
                    f"relationship with {name}, which is not defined{found.hint}",
                    entity=name,
                    severity=self.severity if found.certain else Severity.INFO,
                )


def _ends(relationship: Relationship) -> Iterator[tuple[str, Span]]:
    yield relationship.from_entity, relationship.from_span or relationship.span
    yield relationship.to_entity, relationship.to_span or relationship.span
