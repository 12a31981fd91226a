"""SL704 unstated-access-control: a section on security that is silent on who may read and write."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedAccessControl(Rule):
    """A missing or empty section on security is the matter of SL101 and SL102."""

    code = "SL704"
    name = "unstated-access-control"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        section = document.section("security")
        if section is None or section.label or section.empty:
            return
        if context.kind.section("security") and not document.operations.first("access-control"):
            message = f"section {section.heading} says nothing on access control"
            yield self.at(document, section.span, message)
