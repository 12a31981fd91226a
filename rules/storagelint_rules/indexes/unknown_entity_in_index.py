"""SL402 unknown-entity-in-index: an index on an entity that no document defines."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.index_pairs import label
from storagelint.judging.surroundings.known import knows
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnknownEntityInIndex(Rule):
    """Only in documents that define entities; else there is nothing to compare with."""

    code = "SL402"
    name = "unknown-entity-in-index"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not any(entity.fields for entity in document.entities):
            return
        for index in document.indexes:
            name = index.entity
            if not name or index.entity_inferred or knows(name, document, context.project):
                continue
            what = label(index) if index.name else "an index"
            yield self.at(
                document,
                index.entity_span or index.span,
                f"{what} is on {name}, which is not defined",
                entity=name,
            )
