"""SL413 index-too-wide: an index of many fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.index_pairs import by_entity, label
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class IndexTooWide(Rule):
    """Included fields do not count: they order nothing."""

    code = "SL413"
    name = "index-too-wide"
    severity = Severity.INFO
    pedantic = True
    options: ClassVar[dict[str, Any]] = {"max-index-fields": 4}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        most = context.options["max-index-fields"]
        for entity, indexes in by_entity(document):
            for index in indexes:
                if len(index.fields) > most:
                    message = f"{label(index)} has {len(index.fields)} fields, more than {most}"
                    span = index.fields_span or index.span
                    yield self.at(document, span, message, entity=entity)
