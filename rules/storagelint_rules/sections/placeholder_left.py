"""SL108 placeholder-left: what a template, or the writer, left to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.placeholders import placeholders
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class PlaceholderLeft(Rule):
    """In a document of no kind a placeholder may be meant to stay: a warning."""

    code = "SL108"
    name = "placeholder-left"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        severity = self.severity if context.kind.sections else self.severity.lower()
        for span, text in placeholders(document.page):
            message = f"placeholder {text} is left"
            yield self.at(document, span, message, severity=severity)
