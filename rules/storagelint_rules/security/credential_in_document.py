"""SL707 credential-in-document: a password, key or token that is written out."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.credentials import credentials, is_secret_default
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document


class CredentialInDocument(Rule):
    """The secret itself stands in no message; what opens only one's own machine is an info."""

    code = "SL707"
    name = "credential-in-document"
    severity = Severity.ERROR
    any_kind = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        lines = set()
        for credential in credentials(document.page):
            lines.add(credential.span.line)
            severity = Severity.INFO if credential.local else self.severity
            yield self.at(document, credential.span, credential.what, severity=severity)
        for entity in document.entities:
            for field in entity.fields:
                span = field.where(Attribute.DEFAULT)
                if span.line not in lines and is_secret_default(field.name, field.default):
                    message = f"the default of {entity.name}.{field.name} is written out"
                    yield self.at(document, span, message, entity=entity, field=field)
