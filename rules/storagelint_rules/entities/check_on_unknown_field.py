"""SL241 check-on-unknown-field: a CHECK that compares a field which the entity does not have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.check_conditions import begins_with, names_compared
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Constraint, ConstraintKind, Document, Entity, Form
from storagelint.model.names import fold_field
from storagelint.vocabulary.nearest import nearest

_MOST = 500
"""Fields of an entity up to which their names are compared with an unknown one."""


class CheckOnUnknownField(Rule):
    """In tables, where conditions may be prose, names that look like a field's count.

    So does, as a warning, what a condition in brackets begins with.
    """

    code = "SL241"
    name = "check-on-unknown-field"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            if entity.partial:
                continue
            known = entity.fields_by_key
            for constraint, form in _checks(entity):
                for name in names_compared(constraint.value or ""):
                    if fold_field(name) in known:
                        continue
                    meant = _looks_meant(name, form, entity)
                    if meant or begins_with(constraint.text, name):
                        message = f"CHECK compares {name}, which is no field of {entity.name}"
                        weight = None if meant else self.severity.lower()
                        yield self.at(
                            document, constraint.span, message, entity=entity, severity=weight
                        )


def _checks(entity: Entity) -> Iterator[tuple[Constraint, Form]]:
    for definition in entity.definitions:
        for constraint in definition.checks:
            yield constraint, definition.form
        for field in definition.fields:
            for constraint in field.constraints:
                if constraint.kind is ConstraintKind.CHECK:
                    yield constraint, definition.form


def _looks_meant(name: str, form: Form, entity: Entity) -> bool:
    if form is Form.SQL or "_" in name:
        return True
    if len(entity.fields) > _MOST:
        return False
    return nearest(name, [field.name for field in entity.fields], at_least=75.0) is not None
