"""SL155 sql-query: statements that read or write rows."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.code_blocks import CodeKind, code_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class SqlQuery(Rule):
    """A fence that also makes a schema is the matter of SL151."""

    code = "SL155"
    name = "sql-query"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.code == "allowed":
            return
        severity = self.severity if context.kind.code == "forbidden" else self.severity.lower()
        for code in code_of(document):
            if code.kind is CodeKind.QUERY:
                message = (
                    f"code block holds a query: {code.what}"
                    if code.fenced
                    else f"query is written as SQL: {code.what}"
                )
                yield self.at(document, code.span, message, severity=severity)
