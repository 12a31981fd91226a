"""SL311 contradictory-relationship: one pair of entities with two cardinalities."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.contradictions import (
    against_keys,
    between_drawings,
    between_statements,
    many_to_many_by_key,
)
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Relationship


class ContradictoryRelationship(Rule):
    """What a diagram shows is compared with the statements by SL336, and here with the keys."""

    code = "SL311"
    name = "contradictory-relationship"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for later, earlier in (*between_statements(document), *between_drawings(document)):
            yield self._finding(
                document,
                later,
                f"{_said(later)} contradicts {_said(earlier)} on line {earlier.span.line}",
            )
        for relationship, link in against_keys(document):
            yield self._finding(
                document, relationship, f"{_said(relationship)}, but {link.label} is unique"
            )

        for relationship, link in many_to_many_by_key(document):
            message = f"{_said(relationship)}, but {link.label} is of one {link.parent.name}"
            yield self._finding(document, relationship, message)

    def _finding(self, document: Document, stated: Relationship, message: str) -> Diagnostic:
        place = stated.cardinality_span or stated.span
        return self.at(document, place, message, entity=stated.from_entity)


def _said(relationship: Relationship) -> str:
    return f"{relationship.from_entity} {relationship.cardinality} {relationship.to_entity}"
