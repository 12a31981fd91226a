"""SL231 open-ended-status: a status in free text whose values nothing lists."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.listed_values import lists_values
from storagelint.judging.entities.shape import is_choice, is_status, last_word
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity, Together
from storagelint.model import Document, Entity, Field, Form, TypeFamily
from storagelint.model.names import words

_COPIES = frozenset(["old", "new", "from", "to", "previous", "prior", "last"])
_TOGETHER = Together(4, "values of {count} fields are not listed, the first is {first}")
_TEXTS = {TypeFamily.TEXT, None}


class OpenEndedStatus(Rule):
    """Values may stand in the description or in a section on enums and transitions too."""

    code = "SL231"
    name = "open-ended-status"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if document.section("enums") or document.section("state-transitions"):
            return
        for entity in document.tables():
            if entity.form is Form.CODE:
                continue  # Its enums are types that the code defines elsewhere.
            for field in entity.fields:
                if _open(entity, field) and not lists_values(field, document):
                    message = f"values of {entity.name}.{field.name} are not listed"
                    yield self.at(
                        document,
                        field.span,
                        message,
                        entity=entity,
                        field=field,
                        together=_TOGETHER,
                    )


def _open(entity: Entity, field: Field) -> bool:
    if not _chosen(entity, field) or field.family not in _TEXTS or field.type is None:
        return False
    if field.enum or field.check or field.foreign_key or field.references or field.primary_key:
        return False
    checks = " ".join(c.value or "" for each in entity.definitions for c in each.checks)
    return field.name not in checks


def _chosen(entity: Entity, field: Field) -> bool:
    """Whether the name promises one of few values; a bare type, but not any `*_type`."""
    parts = words(field.name)
    if parts[:1] and parts[0] in _COPIES:
        return False
    if is_status(field) or last_word(field.name) == "role":
        return True
    return is_choice(field) and (len(parts) == 1 or parts[0] in words(entity.name))
