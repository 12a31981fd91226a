"""SL233 all-nullable: an entity in which every field beside the key may be null."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.nullability import says_null
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity

_FEWEST = 4


class AllNullable(Rule):
    """Only where every field says so itself; what is not said may be either."""

    code = "SL233"
    name = "all-nullable"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.tables():
            if not entity.partial and _all_nullable(entity):
                message = f"every field of {entity.name} beside its key may be null"
                yield self.at(document, entity.span, message, entity=entity)


def _all_nullable(entity: Entity) -> bool:
    rest = [field for field in entity.fields if not (field.primary_key or field.generated)]
    return len(rest) >= _FEWEST and all(says_null(field) for field in rest)
