"""SL562 unstated-restore-interval: restores that are rehearsed nobody knows how often."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.asked import asked
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedRestoreInterval(Rule):
    code = "SL562"
    name = "unstated-restore-interval"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        said = document.operations.first("restore-test")
        rhythm = document.operations.figures.get("restore-test")
        if said is not None and not rhythm and asked(document, context.kind, "backup"):
            message = "restore tests have no interval"
            yield self.at(document, said.span, message)
