"""SL412 too-many-indexes: an entity with more indexes than its writes can bear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.index_pairs import by_entity, columns_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class TooManyIndexes(Rule):
    """An index that two notations state counts once."""

    code = "SL412"
    name = "too-many-indexes"
    severity = Severity.INFO
    pedantic = True
    options: ClassVar[dict[str, Any]] = {"max-indexes": 8}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        most = context.options["max-indexes"]
        for entity, indexes in by_entity(document):
            count = len({(columns_of(index, entity), index.where) for index in indexes})
            if count > most:
                message = f"entity {entity.name} has {count} indexes, more than {most}"
                yield self.at(document, entity.span, message, entity=entity)
