"""SL410 index-undescribed: an index without a purpose, in a kind that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.index_pairs import label
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Form


class IndexUndescribed(Rule):
    """Only tables of indexes have a column for it."""

    code = "SL410"
    name = "index-undescribed"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        table = context.kind.tables.get("indexes")
        if table is None or "description" not in table.columns:
            return
        for index in document.indexes:
            if index.form is Form.TABLE and not index.purpose and index.name_span is not None:
                message = f"{label(index)} has no purpose"
                yield self.at(document, index.name_span, message, entity=index.entity)
