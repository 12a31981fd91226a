"""SL217 contradictory-constraints: NOT NULL beside NULL, or two defaults, on one field."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.nullability import about_input, concluded
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Constraint, ConstraintKind, Document, Field

_NOW = {"now", "current_timestamp", "getdate", "sysdate", "localtimestamp"}


class ContradictoryConstraints(Rule):
    """A primary key that may be null is the matter of SL202."""

    code = "SL217"
    name = "contradictory-constraints"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for definition in entity.definitions:
                for field in (each for each in definition.fields if len(each.constraints) > 1):
                    for constraint, what in _contradictions(field):
                        message = f"field {entity.name}.{field.name} is {what}"
                        yield self.at(
                            document, constraint.span, message, entity=entity, field=field
                        )


def _contradictions(field: Field) -> Iterator[tuple[Constraint, str]]:
    said = [each for each in field.constraints if not concluded(field, each)]
    forbids = [each for each in said if each.kind is ConstraintKind.NOT_NULL]
    allows = [each for each in said if each.kind is ConstraintKind.NULL]
    if forbids and allows and not (about_input(allows[0]) and _filled(field)):
        yield max(forbids[0], allows[0], key=lambda each: each.span), "both NOT NULL and NULL"
    defaults = [each for each in said if each.kind is ConstraintKind.DEFAULT and each.value]
    values = {_plain(each.value or "") for each in defaults}
    if len(values) > 1:
        yield (
            defaults[-1],
            f"given {len(values)} defaults: " + " and ".join(each.value or "" for each in defaults),
        )


def _filled(field: Field) -> bool:
    return field.default is not None or field.generated or field.primary_key


def _plain(value: str) -> str:
    bare = value.strip("'\"`() ").casefold().split("::")[0].strip("'\"() ")
    return "now" if bare in _NOW else bare
