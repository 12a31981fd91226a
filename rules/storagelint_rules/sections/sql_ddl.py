"""SL151 sql-ddl: statements that make or change a schema."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.code_blocks import CodeKind, code_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class SqlDdl(Rule):
    """A fence that also holds queries is one finding, of this rule."""

    code = "SL151"
    name = "sql-ddl"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.code == "allowed":
            return
        severity = self.severity if context.kind.code == "forbidden" else self.severity.lower()
        for code in code_of(document):
            if code.kind is CodeKind.DDL:
                message = (
                    f"code block holds {code.what}"
                    if code.fenced
                    else f"{code.what} is written as SQL"
                )
                yield self.at(document, code.span, message, severity=severity)
