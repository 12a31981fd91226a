"""SL245 rule-on-unknown-field: a validation rule or constraint on a field that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.stated_rules import StatedRule, resolve, stated_rules
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.names import fold_field
from storagelint.vocabulary.nearest import nearest

_MOST = 2000
"""Fields of a document up to which their names are compared with an unknown one."""


class RuleOnUnknownField(Rule):
    """A name that stands alone is judged only where it is near to that of a field."""

    code = "SL245"
    name = "rule-on-unknown-field"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for rule in stated_rules(document):
            message = None if resolve(rule, document) else _unknown(rule, document)
            if message:
                entity = document.entity(rule.entity)
                yield self.at(document, rule.span, message, entity=entity)


def _unknown(rule: StatedRule, document: Document) -> str | None:
    if rule.entity is not None:
        entity = document.entity(rule.entity)
        if entity is None or not entity.fields or entity.partial:
            return None
        return f"{entity.name} has no field {rule.field}"
    if document.entity(rule.field) or fold_field(rule.field) in document.fields_by_key:
        return None
    if "_" not in rule.field and rule.field in (rule.field.lower(), rule.field.title()):
        return None
    names = {owned[0][1].name for owned in document.fields_by_key.values()}
    if len(names) > _MOST:
        return None
    alike = nearest(rule.field, names, at_least=80.0) if names else None
    return f"no entity has a field {rule.field}, the nearest is {alike}" if alike else None
