"""SL207 entity-undescribed: an entity without a word on what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.place import sentence_about
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Entity

_FEW = 3
"""Entities up to which each is named."""


class EntityUndescribed(Rule):
    """In kinds that ask for the purpose of each entity."""

    code = "SL207"
    name = "entity-undescribed"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.purpose != "required":
            return
        found = [entity for entity in document.entities if _is_untold(document, entity)]
        many = len(found) > _FEW
        for group in [found] if many else [[entity] for entity in found]:
            first = group[0]
            message = f"nothing says what entity {first.name} is for"
            if many:
                message = f"nothing says what {len(group)} entities are for, "
                message += f"the first is {first.name}"
            yield self.at(
                document,
                first.span,
                message,
                entity=None if many else first,
                fix=_fix(document, group),
                evidence=(f"these are {', '.join(each.name for each in group)}",) if many else (),
            )


def _fix(document: Document, entities: list[Entity]) -> Fix | None:
    from storagelint.generating.edits.scaffold_lines import purpose_line

    lines = [line for entity in entities if (line := purpose_line(document, entity))]
    whose = f"entity {entities[0].name} is" if len(entities) == 1 else "each entity is"
    title = f"Add a line for what {whose} for"
    return Fix(title, tuple(Edit(*line) for line in lines)) if lines else None


def _is_untold(document: Document, entity: Entity) -> bool:
    if not entity.fields or entity.partial or _named_in_words(entity):
        return False
    return not (entity.purpose or sentence_about(document, entity))


def _named_in_words(entity: Entity) -> bool:
    """Whether it has a second name in words, which says what it is: `order_items (Bestellung)`."""
    return any(" " in alias or not alias.isascii() for alias in entity.aliases)
