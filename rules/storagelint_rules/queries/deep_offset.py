"""SL461 deep-offset: a list that is paged by counting rows off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.demand import rows_of, uses_offset
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class DeepOffset(Rule):
    """A documented volume of few pages makes it harmless."""

    code = "SL461"
    name = "deep-offset"
    severity = Severity.INFO
    options: ClassVar[dict[str, Any]] = {"offset-rows": 10_000}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for query in document.queries:
            if not uses_offset(query, document):
                continue
            rows = rows_of(query, document)
            if rows is None or rows > context.options["offset-rows"]:
                message = f"query «{query.name}» pages by offset"
                entity = query.entities[0] if query.entities else None
                yield self.at(document, query.strategy_span or query.span, message, entity=entity)
