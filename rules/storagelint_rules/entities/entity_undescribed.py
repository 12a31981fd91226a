"""SL207 entity-undescribed: an entity without a word on what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.generating.scaffold_lines import purpose_line
from storagelint.judging.place import sentence_about
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Entity


class EntityUndescribed(Rule):
    """In kinds that ask for the purpose of each entity."""

    code = "SL207"
    name = "entity-undescribed"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.purpose != "required":
            return
        for entity in document.entities:
            told = entity.purpose or entity.partial or sentence_about(document, entity)
            if entity.fields and not (told or _named_in_words(entity)):
                message = f"nothing says what entity {entity.name} is for"
                line = purpose_line(document, entity)
                title = f"Add a line for what {entity.name} is for"
                fix = Fix(title, (Edit(*line),)) if line else None
                yield self.at(document, entity.span, message, entity=entity, fix=fix)


def _named_in_words(entity: Entity) -> bool:
    """Whether it has a second name in words, which says what it is: `order_items (Bestellung)`."""
    return any(" " in alias or not alias.isascii() for alias in entity.aliases)
