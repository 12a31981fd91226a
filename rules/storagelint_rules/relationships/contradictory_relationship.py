"""SL311 contradictory-relationship: one pair of entities with two cardinalities."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Relationship
from storagelint.model.contradictions import against_keys, between_statements


class ContradictoryRelationship(Rule):
    """What a diagram shows is compared with the statements by SL336, and here with the keys."""

    code = "SL311"
    name = "contradictory-relationship"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for later, earlier in between_statements(document):
            yield self._finding(
                document,
                later,
                f"{_said(later)} contradicts {_said(earlier)} on line {earlier.span.line}",
            )
        for relationship, link in against_keys(document):
            yield self._finding(
                document, relationship, f"{_said(relationship)}, but {link.label} is unique"
            )

    def _finding(self, document: Document, stated: Relationship, message: str) -> Diagnostic:
        place = stated.cardinality_span or stated.span
        return self.at(document, place, message, entity=stated.from_entity)


def _said(relationship: Relationship) -> str:
    return f"{relationship.from_entity} {relationship.cardinality} {relationship.to_entity}"
