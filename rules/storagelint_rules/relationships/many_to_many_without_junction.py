"""SL313 many-to-many-without-junction: N:M between tables, and no table that joins them."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import defined, is_carried
from storagelint.judging.relations.pairs import Pair, ends, pair_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Cardinality, Document, EntityKind, Relationship


class ManyToManyWithoutJunction(Rule):
    """Only relational designs need the third table; an array or a JSON field can hold it too."""

    code = "SL313"
    name = "many-to-many-without-junction"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        seen: set[Pair] = set()
        for relationship in document.relationships if document.relational else ():
            pair = ends(document, relationship)
            if pair is None or relationship.cardinality is not Cardinality.MANY_TO_MANY:
                continue
            tables = all(defined(each) and each.kind is EntityKind.TABLE for each in pair)
            if not tables or is_carried(document, relationship):
                continue
            if pair_of(document, relationship) in seen or _joined_elsewhere(relationship, context):
                continue
            seen.add(pair_of(document, relationship))
            through = f" but {relationship.via}, which is not defined" if relationship.via else ""
            yield self.at(
                document,
                relationship.cardinality_span or relationship.span,
                f"no table joins {pair[0].name} and {pair[1].name}{through}",
                entity=pair[0],
            )


def _joined_elsewhere(relationship: Relationship, context: Context) -> bool:
    """Whether another document of the project defines the table that is named."""
    return bool(relationship.via and context.project.defines(relationship.via))
