"""SL207 entity-undescribed: an entity without a word on what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.place import sentence_about
from storagelint.linting.rule import (
    Context,
    Diagnostic,
    Edit,
    Fix,
    Rule,
    Safety,
    Severity,
    Together,
)
from storagelint.model import Document, Entity

_TOGETHER = Together(
    3,
    "nothing says what {count} entities are for, the first is {first}",
    "Add a line for what each entity is for",
)


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
            if _is_untold(document, entity):
                yield self.at(
                    document,
                    entity.span,
                    f"nothing says what entity {entity.name} is for",
                    entity=entity,
                    fix=_fix(document, entity),
                    together=_TOGETHER,
                )


def _fix(document: Document, entity: Entity) -> Fix | None:
    from storagelint.generating.edits.scaffold_lines import purpose_line

    line = purpose_line(document, entity)
    title = f"Add a line for what entity {entity.name} is for"
    return Fix(title, (Edit(*line),)) if line else None


def _is_untold(document: Document, entity: Entity) -> bool:
    if not entity.fields or entity.partial or _named_in_words(entity):
        return False
    return not (entity.purpose or sentence_about(document, entity))


def _named_in_words(entity: Entity) -> bool:
    """Whether it has a second name in words, which says what it is: `order_items (Bestellung)`."""
    return any(" " in alias or not alias.isascii() for alias in entity.aliases)
