"""SL701 plaintext-password: a password that nothing says is hashed."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.personal import open_passwords


class PlaintextPassword(Rule):
    """A word on hashing anywhere where the document speaks of passwords is enough."""

    code = "SL701"
    name = "plaintext-password"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity, field, readable in open_passwords(document):
            name = f"{entity.name}.{field.name}"
            yield self.at(
                document,
                field.span,
                f"field {name} keeps a password in plain text"
                if readable
                else f"field {name} is not said to hold a hash of the password",
                entity=entity,
                field=field,
            )
