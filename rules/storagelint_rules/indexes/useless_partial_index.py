"""SL417 useless-partial-index: a partial index whose predicate always holds."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.coverage import is_not_null
from storagelint.judging.access.index_pairs import by_entity, label
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UselessPartialIndex(Rule):
    """`x IS NOT NULL` leaves nothing out where x is never null."""

    code = "SL417"
    name = "useless-partial-index"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity, indexes in by_entity(document):
            for index in indexes:
                name = is_not_null(index.where) if index.where else None
                field = entity.field(name) if name else None
                if field is None or not (field.nullable is False or field.primary_key):
                    continue
                message = f"{label(index)} leaves nothing out: {field.name} is never null"
                span = index.name_span or index.span
                yield self.at(document, span, message, entity=entity, field=field)
