"""SL218 incomplete-constraint: a CHECK, DEFAULT or REFERENCES that does not say what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Constraint, ConstraintKind, Document, Field, TypeFamily
from storagelint.patterns import pattern

_REFERENCES = pattern(r"(?:foreign key\s+|fk\s+)?references\s*+(?:[(:]\s*+)?\Z", re.IGNORECASE)
_CONDITION = pattern(r"\d|[<>=≤≥/|`]|,|\bone of\b|\bonly\b|\bmust\b|\bvalid\b", re.IGNORECASE)
_VALUE = pattern(
    r"\d|`|\bdefault|\bnow\b|\bcurrent|\bauto|\bgenerated|\bwhen\b|时间|默认", re.IGNORECASE
)


class IncompleteConstraint(Rule):
    """What the description says instead counts. A bare FK is the matter of SL306."""

    code = "SL218"
    name = "incomplete-constraint"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for definition in entity.definitions:
                for field in definition.fields:
                    for constraint in field.constraints:
                        what = _missing(field, constraint)
                        if what:
                            message = f"{what} of {entity.name}.{field.name}"
                            yield self.at(
                                document, constraint.span, message, entity=entity, field=field
                            )


def _missing(field: Field, constraint: Constraint) -> str | None:
    said = field.description or ""
    match constraint.kind:
        case ConstraintKind.CHECK if constraint.value is None and not field.enum:
            return None if _CONDITION.search(said) else "no condition in the CHECK"
        case ConstraintKind.DEFAULT if constraint.value is None and field.default is None:
            told = field.family is TypeFamily.TIMESTAMP or _VALUE.search(said)
            return None if told else "no value in the DEFAULT"
        case ConstraintKind.FOREIGN_KEY if field.references is None:
            return "no table in the REFERENCES" if _REFERENCES.match(constraint.text) else None
    return None
