"""SL207 entity-undescribed: an entity without a word on what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.place import sentence_about
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity


class EntityUndescribed(Rule):
    """In kinds that ask for the purpose of each entity."""

    code = "SL207"
    name = "entity-undescribed"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.purpose != "required":
            return
        for entity in document.entities:
            told = entity.purpose or entity.partial or sentence_about(document, entity)
            if entity.fields and not (told or _named_in_words(entity)):
                message = f"nothing says what entity {entity.name} is for"
                yield self.at(document, entity.span, message, entity=entity)


def _named_in_words(entity: Entity) -> bool:
    """Whether it has a second name in words, which says what it is: `order_items (Bestellung)`."""
    return any(" " in alias or not alias.isascii() for alias in entity.aliases)
