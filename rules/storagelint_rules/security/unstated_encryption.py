"""SL703 unstated-encryption: a section on security that is silent on encryption."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedEncryption(Rule):
    """A missing or empty section on security is the matter of SL101 and SL102."""

    code = "SL703"
    name = "unstated-encryption"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        section = document.section("security")
        if section is None or section.label or section.empty:
            return
        if context.kind.section("security") and not document.operations.first("encryption"):
            message = f"section {section.heading} says nothing on encryption"
            yield self.at(document, section.span, message)
