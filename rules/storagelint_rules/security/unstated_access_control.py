"""SL704 unstated-access-control: a section on security that is silent on who may read and write."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.asked import asked
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedAccessControl(Rule):
    """A missing or empty section on security is the matter of SL101 and SL102."""

    code = "SL704"
    name = "unstated-access-control"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        security = asked(document, context.kind, "security")
        if security is not None and not document.operations.first("access-control"):
            message = f"section {security.fact.heading} says nothing of access control"
            yield self.at(document, security.fact.span, message)
