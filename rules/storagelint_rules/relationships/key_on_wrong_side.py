"""SL316 key-on-wrong-side: a 1:N relationship whose foreign key stands on the one side."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import Link, is_unique, junctions, links, pointing_field
from storagelint.judging.relations.pairs import Pair, ends, is_named, is_schema, pair_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Cardinality, Document, Entity, Form, Relationship


class KeyOnWrongSide(Rule):
    """Where several relationships join the pair, one of them may own the key."""

    code = "SL316"
    name = "key-on-wrong-side"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        wrong: dict[tuple[str, str], Link] = {}
        for link in links(document) if document.relational else ():
            wrong.setdefault((link.child.key, link.parent.key), link)
        stated = [each for each in document.relationships if is_named(document, each)]
        joined: dict[tuple[Pair, Form], list[Relationship]] = {}
        for relationship in stated:
            pair = pair_of(document, relationship)
            joined.setdefault((pair, relationship.form), []).append(relationship)
        for relationship in stated:
            sides = _sides(document, relationship)
            if sides is None or is_schema(relationship):
                continue
            one, many = sides
            misplaced = wrong.get((one.key, many.key))
            if misplaced is None or pointing_field(document, many, one):
                continue
            if any(junctions(document, one, many)):
                continue
            others = joined[pair_of(document, relationship), relationship.form]
            if all(_sides(document, each) == sides for each in others):
                yield self._finding(document, misplaced, relationship)

    def _finding(self, document: Document, link: Link, relationship: Relationship) -> Diagnostic:
        unique = is_unique(document, link)
        return self.at(
            document,
            link.fields[0].where(Attribute.REFERENCES),
            f"{link.label} stands on the one side of {relationship.from_entity} "
            f"{relationship.cardinality} {relationship.to_entity}",
            entity=link.child,
            field=link.fields[0],
            severity=self.severity.lower() if unique else self.severity,
        )


def _sides(document: Document, relationship: Relationship) -> tuple[Entity, Entity] | None:
    """The entities of the one side and the many side; None where the relationship is another."""
    pair = ends(document, relationship)
    if pair is None or pair[0] is pair[1]:
        return None
    match relationship.cardinality:
        case Cardinality.ONE_TO_MANY:
            return pair
        case Cardinality.MANY_TO_ONE:
            return (pair[1], pair[0])
    return None
