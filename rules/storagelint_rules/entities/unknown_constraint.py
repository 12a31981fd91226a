"""SL216 unknown-constraint: a word among the constraints that looks like a misspelt one."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import ConstraintKind, Document
from storagelint.vocabulary.nearest import nearest

_WORDS = (
    *("primary key", "foreign key", "unique", "not null", "nullable", "required", "optional"),
    *("default", "check", "references", "auto increment", "indexed", "generated", "identity"),
    *("on delete", "on update", "cascade"),
)


class UnknownConstraint(Rule):
    """Pieces in prose are remarks, not constraints; only what is near to a word is reported."""

    code = "SL216"
    name = "unknown-constraint"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for definition in entity.definitions:
                for field in definition.fields:
                    for constraint in field.constraints:
                        if constraint.kind is not ConstraintKind.UNKNOWN:
                            continue
                        message = (
                            f"constraint {constraint.text} of {entity.name}.{field.name} is unknown"
                        )
                        alike = nearest(constraint.text.replace("_", " "), _WORDS)
                        if alike:
                            message += f", the nearest is {alike.upper()}"
                        yield self.at(
                            document, constraint.span, message, entity=entity, field=field
                        )
