"""SL526 large-table-without-partitioning: a table of many rows in one piece for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.access.coverage import documented_rows
from storagelint.judging.stores.retained import is_archiving_stated
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.stores import store_of


class LargeTableWithoutPartitioning(Rule):
    """Stores that spread their rows by themselves are left out."""

    code = "SL526"
    name = "large-table-without-partitioning"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"large-table-rows": 10_000_000}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        most = context.options["large-table-rows"]
        if document.operations.first("partitioning") or is_archiving_stated(document):
            return
        volumes = {entity.key: v for v in document.volumes if (entity := document.entity(v.entity))}
        for entity in document.tables():
            rows = documented_rows(document, entity)
            store = store_of(entity, document)
            spread = store is not None and store.store_class != "relational"
            if rows is not None and rows > most and not spread:
                yield self.at(
                    document,
                    volumes[entity.key].span,
                    f"table {entity.name} grows to {rows:,.0f} rows and is neither partitioned nor"
                    " archived",
                    entity=entity,
                )
