"""SL701 plaintext-password: a password that nothing says is hashed."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.personal import open_passwords
from storagelint.judging.entities.place import place_of_name
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class PlaintextPassword(Rule):
    """A word on hashing beside the fields, where the document speaks of passwords, is enough.

    A name in a list, of which nothing else is said, may stand for a hash: a warning.
    """

    code = "SL701"
    name = "plaintext-password"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity, field, readable in open_passwords(document):
            name = f"{entity.name}.{field.name}"
            described = field.type or field.description or field.constraints
            yield self.at(
                document,
                place_of_name(document, field.span, field.name),
                f"field {name} keeps a password in plain text"
                if readable
                else f"field {name} is not said to hold a hash of the password",
                entity=entity,
                field=field,
                severity=None if described else self.severity.lower(),
            )
