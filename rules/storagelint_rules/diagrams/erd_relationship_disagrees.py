"""SL336 erd-relationship-disagrees: a diagram and a statement that differ on a relationship."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.contradictions import against_diagrams
from storagelint.judging.relations.drawn import diagram_relationships, undrawn, unjoined
from storagelint.judging.relations.pairs import Pair, pair_of
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Relationship, fold


class ErdRelationshipDisagrees(Rule):
    """Pairs that are joined several times are told apart by nothing and are left alone."""

    code = "SL336"
    name = "erd-relationship-disagrees"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        pairs = {pair_of(document, each) for each in diagram_relationships(document)}
        if not pairs:
            return
        for drawn, stated in against_diagrams(document):
            yield self.at(
                document,
                drawn.cardinality_span or drawn.span,
                f"diagram shows {drawn.from_entity} and {drawn.to_entity} as {drawn.cardinality}, "
                f"line {stated.span.line} states {stated.from_entity} {stated.cardinality} "
                f"{stated.to_entity}",
                entity=drawn.from_entity,
                fix=_ends_fix(document, drawn, stated),
            )
        for diagram in document.diagrams:
            for drawing, field, other in unjoined(diagram, document):
                label = f"{drawing.name}.{field.name}"
                message = f"diagram marks {label} as FK and does not join {drawing.name} with "
                pair = frozenset(
                    own.key if (own := document.entity(name)) else fold(name)
                    for name in (drawing.name, other)
                )
                yield self.at(
                    document,
                    field.span,
                    message + other,
                    entity=drawing.name,
                    field=field,
                    fix=_line_fix(document, pair),
                )
        for relationship in undrawn(document, pairs):
            yield self.at(
                document,
                relationship.span,
                f"diagram does not join {relationship.from_entity} with {relationship.to_entity}",
                entity=relationship.from_entity,
                fix=_line_fix(document, pair_of(document, relationship)),
            )


def _ends_fix(document: Document, drawn: Relationship, stated: Relationship) -> Fix | None:
    from storagelint.generating.edits.diagram_edits import right_ends

    if drawn.cardinality is None or stated.cardinality is None:
        return None
    own, start = document.entity(drawn.from_entity), document.entity(stated.from_entity)
    turned = own is not start
    seen = stated.cardinality.reversed() if turned else stated.cardinality
    place = right_ends(document, drawn, seen)
    return Fix("Draw the relationship as stated", (Edit(*place),)) if place else None


def _line_fix(document: Document, pair: Pair) -> Fix | None:
    from storagelint.generating.edits.diagram_edits import missing_lines

    place = missing_lines(document, pair)
    return Fix("Draw the relationship", (Edit(*place),)) if place else None
