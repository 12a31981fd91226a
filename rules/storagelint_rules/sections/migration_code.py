"""SL153 migration-code: the code of migrations."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.code_blocks import CodeKind, code_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class MigrationCode(Rule):
    """Migrations that are written in SQL are the matter of SL151."""

    code = "SL153"
    name = "migration-code"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.code == "allowed":
            return
        severity = self.severity if context.kind.code == "forbidden" else self.severity.lower()
        for code in code_of(document):
            if code.kind is CodeKind.MIGRATION:
                message = (
                    f"code block holds a migration of {code.what}"
                    if code.fenced
                    else f"migration of {code.what} is written as code"
                )
                yield self.at(document, code.span, message, severity=severity)
