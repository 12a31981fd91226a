"""SL312 duplicate-relationship: a relationship that is stated twice in the same words."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.pairs import is_named, is_schema
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Cardinality, Document, Form, Relationship, fold

_ONE_WAY = {Form.BULLETS, Form.PROSE}
"""Notations in which each side may state the relationship as its own."""


class DuplicateRelationship(Rule):
    """Two notations may state one relationship; so may two diagrams, each for its own part."""

    code = "SL312"
    name = "duplicate-relationship"
    severity = Severity.WARNING
    fixable = Safety.UNSAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        stated = [
            each
            for each in document.relationships
            if each.form is not Form.MERMAID and not is_schema(each) and is_named(document, each)
        ]
        yield from self._repeated(document, stated)
        for diagram in document.diagrams:
            yield from self._repeated(document, diagram.relationships)

    def _repeated(
        self, document: Document, relationships: list[Relationship]
    ) -> Iterator[Diagnostic]:
        seen: dict[tuple[object, ...], Relationship] = {}
        for relationship in relationships:
            if relationship.cardinality is None:
                continue
            first = seen.setdefault(_identity(document, relationship), relationship)
            if first is not relationship and first.span.line != relationship.span.line:
                yield self.at(
                    document,
                    relationship.span,
                    f"relationship of {relationship.from_entity} and {relationship.to_entity} "
                    f"is stated on line {first.span.line} already",
                    entity=relationship.from_entity,
                    fix=_fix(document, relationship),
                )


def _fix(document: Document, relationship: Relationship) -> Fix | None:
    from storagelint.generating.edits.removals import relationship_lines

    lines = relationship_lines(document, relationship)
    return Fix("Remove the repetition", (Edit(lines, ""),), Safety.UNSAFE) if lines else None


def _identity(document: Document, relationship: Relationship) -> tuple[object, ...]:
    """What tells relationships apart; of N:1 and 1:N the same one is compared."""
    one, other = (
        own.key if (own := document.entity(end)) else fold(end)
        for end in (relationship.from_entity, relationship.to_entity)
    )
    cardinality = relationship.cardinality
    if cardinality is Cardinality.MANY_TO_ONE and relationship.form not in _ONE_WAY:
        one, other, cardinality = other, one, Cardinality.ONE_TO_MANY
    label = fold(relationship.label or "")
    section = document.page.section_at(relationship.span.line).line
    place = section if relationship.form in _ONE_WAY else 0
    details = (label, relationship.via, relationship.field, place)
    return (relationship.form, one, other, cardinality, *details)
