"""SL458 query-without-strategy: a query with nothing said on how it is served."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Form


class QueryWithoutStrategy(Rule):
    """Only in kinds whose tables of queries have the column."""

    code = "SL458"
    name = "query-without-strategy"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        table = context.kind.tables.get("queries")
        if table is None or "pattern" not in table.columns:
            return
        for query in document.queries:
            if query.form is Form.TABLE and not query.strategy:
                message = f"query «{query.name}» has no strategy"
                yield self.at(document, query.span, message)
