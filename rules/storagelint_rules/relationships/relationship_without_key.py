"""SL308 relationship-without-key: a relationship that no foreign key and no junction carries."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import defined, is_carried
from storagelint.judging.relations.pairs import ends, is_schema
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Cardinality, Document, EntityKind, Relationship


class RelationshipWithoutKey(Rule):
    """Where most relationships are without keys, the document leaves keys out altogether."""

    code = "SL308"
    name = "relationship-without-key"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.relational:
            return
        judged = [each for each in document.relationships if _is_judged(document, each)]
        bare = [each for each in judged if not is_carried(document, each)]
        if 2 * len(bare) > len(judged):
            return
        seen = set()
        for relationship in bare:
            one, other = ends(document, relationship) or (None, None)
            if one is None or other is None or frozenset([one.key, other.key]) in seen:
                continue
            seen.add(frozenset([one.key, other.key]))
            yield self.at(
                document,
                relationship.span,
                f"no foreign key carries the relationship of {one.name} and {other.name}",
                entity=one,
            )


def _is_judged(document: Document, relationship: Relationship) -> bool:
    """Whether both ends are tables with fields; what is many to many is the matter of SL313."""
    pair = ends(document, relationship)
    if pair is None or relationship.cardinality is None or is_schema(relationship):
        return False
    if relationship.cardinality is Cardinality.MANY_TO_MANY:
        return False
    return all(
        defined(entity) and entity.kind is EntityKind.TABLE and not entity.partial
        for entity in pair
    )
