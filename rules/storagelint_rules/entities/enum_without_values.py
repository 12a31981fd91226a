"""SL219 enum-without-values: an enumeration that lists nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.entities.listed_values import lists_values
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field, Form, TypeFamily
from storagelint.patterns import pattern

_BARE = pattern(
    r"(?:enum|enumeration|enumerated|枚举|列挙型?|열거형?|перечисление)\s*(?:type|型)?\Z", re.I
)


class EnumWithoutValues(Rule):
    """Values in the description, a CHECK or a section count; a diagram has no room for them."""

    code = "SL219"
    name = "enum-without-values"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if document.section("enums") or document.section("state-transitions"):
            return
        for entity in document.entities:
            if entity.form is Form.MERMAID:
                continue
            for field in entity.fields:
                if _silent(field) and not lists_values(field, document):
                    message = f"enum {entity.name}.{field.name} lists no values"
                    where = field.where(Attribute.TYPE)
                    yield self.at(document, where, message, entity=entity, field=field)


def _silent(field: Field) -> bool:
    if field.family is not TypeFamily.ENUM or field.enum or field.check or field.references:
        return False
    return bool(_BARE.match((field.type or "").strip("`* ")))
