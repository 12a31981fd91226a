"""SL703 unstated-encryption: a section on security that is silent on encryption."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.asked import asked
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedEncryption(Rule):
    """A missing or empty section on security is the matter of SL101 and SL102."""

    code = "SL703"
    name = "unstated-encryption"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        security = asked(document, context.kind, "security")
        if security is not None and not document.operations.first("encryption"):
            message = f"section {security.fact.heading} says nothing of encryption"
            yield self.at(document, security.fact.span, message)
