"""SL152 orm-code: models of an object-relational mapper."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.code_blocks import CodeKind, code_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class OrmCode(Rule):
    """A fence is one finding, whatever else it holds."""

    code = "SL152"
    name = "orm-code"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.code == "allowed":
            return
        severity = self.severity if context.kind.code == "forbidden" else self.severity.lower()
        for code in code_of(document):
            if code.kind is CodeKind.ORM:
                message = (
                    f"code block holds models of {code.what}"
                    if code.fenced
                    else f"model of {code.what} is written as code"
                )
                yield self.at(document, code.span, message, severity=severity)
