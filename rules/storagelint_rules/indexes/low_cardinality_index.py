"""SL415 low-cardinality-index: an index on a boolean or a small enum alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.index_pairs import by_entity, label, method_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Field, TypeFamily


class LowCardinalityIndex(Rule):
    """A predicate, or further fields, make such an index selective."""

    code = "SL415"
    name = "low-cardinality-index"
    severity = Severity.INFO
    options: ClassVar[dict[str, Any]] = {"few-values": 3}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.relational:
            return
        for entity, indexes in by_entity(document):
            for index in indexes:
                if len(index.fields) != 1 or index.where or index.unique or index.include:
                    continue
                field = entity.field(index.fields[0].name)
                values = _values(field) if field and method_of(index) == "btree" else None
                if values is not None and values <= context.options["few-values"]:
                    message = f"{label(index)} tells apart no more than {values} values"
                    span = index.fields_span or index.span
                    yield self.at(document, span, message, entity=entity, field=field)


def _values(field: Field) -> int | None:
    """How many values a field can have, where its type or its list of values says so."""
    if field.family is TypeFamily.BOOLEAN:
        return 2
    listed = field.enum or (field.canonical.values if field.canonical else ())
    return len(listed) or None
