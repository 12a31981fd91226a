"""SL243 length-disagrees: a rule that allows other lengths than the field's type."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.stated_rules import resolve, stated_length, stated_rules
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field, TypeFamily


class LengthDisagrees(Rule):
    """Types that hold more than a rule allows are judged too: one of the two is out of date."""

    code = "SL243"
    name = "length-disagrees"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for rule in stated_rules(document):
            found = resolve(rule, document) if rule.lone else None
            length = stated_length(rule.text) if found else None
            if found is None or length is None or length == (_length(found[1]) or length):
                continue
            entity, field = found
            message = f"rule allows {length} characters, {entity.name}.{field.name} is {field.type}"
            yield self.at(document, rule.span, message, entity=entity, field=field)
        for entity in document.entities:
            for field in entity.fields:
                length = stated_length(field.description or "")
                if length is not None and length > (_length(field) or length):
                    message = (
                        f"description allows {length} characters,"
                        f" {entity.name}.{field.name} is {field.type}"
                    )
                    where = field.where(Attribute.DESCRIPTION)
                    yield self.at(document, where, message, entity=entity, field=field)


def _length(field: Field) -> int | None:
    """The characters that the type holds; None where it sets no length."""
    if field.family is not TypeFamily.TEXT or field.canonical is None:
        return None
    return field.canonical.length
