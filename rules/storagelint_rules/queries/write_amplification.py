"""SL467 write-amplification: many indexes on an entity that is written often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.demand import is_high
from storagelint.judging.access.index_pairs import by_entity, columns_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class WriteAmplification(Rule):
    """Every write of a row writes every index that it is in."""

    code = "SL467"
    name = "write-amplification"
    severity = Severity.INFO
    options: ClassVar[dict[str, Any]] = {"max-indexes-written": 5}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        counts = {
            entity.key: len({(columns_of(index, entity), index.where) for index in indexes})
            for entity, indexes in by_entity(document)
        }
        told: set[str] = set()
        for query in document.queries:
            if not query.writes or not is_high(query):
                continue
            for entity in filter(None, (document.entity(name) for name in query.entities[:1])):
                count = counts.get(entity.key, 0)
                if count > context.options["max-indexes-written"] and entity.key not in told:
                    told.add(entity.key)
                    message = f"high-frequency query «{query.name}» writes {count} indexes"
                    yield self.at(document, query.span, message, entity=entity)
