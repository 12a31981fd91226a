"""SL245 rule-on-unknown-field: a validation rule or constraint on a field that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.stated_rules import StatedRule, stated_rules
from storagelint.vocabulary.nearest import nearest


class RuleOnUnknownField(Rule):
    """A name that stands alone is judged only where it is near to that of a field."""

    code = "SL245"
    name = "rule-on-unknown-field"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for rule in stated_rules(document):
            message = _unknown(rule, document)
            if message:
                entity = document.entity(rule.entity)
                yield self.at(document, rule.span, message, entity=entity)


def _unknown(rule: StatedRule, document: Document) -> str | None:
    if rule.entity is not None:
        entity = document.entity(rule.entity)
        if entity is None or not entity.fields or entity.partial:
            return None
        return None if entity.field(rule.field) else f"{entity.name} has no field {rule.field}"
    if document.entity(rule.field) or any(e.field(rule.field) for e in document.entities):
        return None
    if "_" not in rule.field and rule.field in (rule.field.lower(), rule.field.title()):
        return None
    names = {field.name for entity in document.entities for field in entity.fields}
    alike = nearest(rule.field, names, at_least=80.0) if names else None
    return f"no entity has a field {rule.field}, the nearest is {alike}" if alike else None
