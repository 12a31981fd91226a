"""SL707 credential-in-document: a password, key or token that is written out."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.credentials import credentials
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class CredentialInDocument(Rule):
    """The secret itself stands in no message; what opens only one's own machine is an info."""

    code = "SL707"
    name = "credential-in-document"
    severity = Severity.ERROR
    any_kind = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for credential in credentials(document.page):
            severity = Severity.INFO if credential.local else self.severity
            yield self.at(document, credential.span, credential.what, severity=severity)
