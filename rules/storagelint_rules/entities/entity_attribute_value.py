"""SL236 entity-attribute-value: a table that keeps attributes as rows of name and value."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import links
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity
from storagelint.model.names import words

_NAMES = frozenset(["attribute", "attr", "property", "prop", "meta", "fieldname", "eav"])
_LARGEST = 9


class EntityAttributeValue(Rule):
    """A table of settings with a key and a value, but no row that they belong to, is none."""

    code = "SL236"
    name = "entity-attribute-value"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.tables():
            if _keeps_attributes(entity):
                message = f"entity {entity.name} keeps attributes as rows of name and value"
                yield self.at(document, entity.span, message, entity=entity)


def _keeps_attributes(entity: Entity) -> bool:
    parts = [words(field.name) for field in entity.fields]
    named = any(set(each) & _NAMES and "value" not in each for each in parts)
    valued = any("value" in each for each in parts)
    return named and valued and bool(links(entity)) and len(parts) <= _LARGEST
