"""SL220 constraint-list-disagrees: the list of constraints against the field tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.entities.stated_rules import resolve, stated_rules
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field
from storagelint.patterns import pattern

_UNIQUE = pattern(r"\bunique\b(?!\s+(?:per|within|in|by|for|among|across|together))", re.I)
_NOT_NULL = pattern(r"\bnot null\b", re.IGNORECASE)
_DENIED = pattern(r"\b(?:not|no|non|need not|is null|null or)\b", re.IGNORECASE)


class ConstraintListDisagrees(Rule):
    """Lines that name one field; what the tables leave open is no disagreement for NOT NULL."""

    code = "SL220"
    name = "constraint-list-disagrees"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for rule in stated_rules(document):
            found = resolve(rule, document) if rule.lone and rule.role == "constraints" else None
            if found is None or found[0].partial:
                continue
            entity, field = found
            for said in _missing(document, entity, field, rule.text):
                yield self.at(
                    document,
                    rule.span,
                    f"constraint list calls {entity.name}.{field.name} {said},"
                    " its definition does not",
                    entity=entity,
                    field=field,
                )


def _missing(document: Document, entity: Entity, field: Field, text: str) -> Iterator[str]:
    unique = _UNIQUE.search(text) and not _DENIED.search(text.replace("NOT NULL", ""))
    if unique and not (field.primary_key or _is_unique(document, entity, field)):
        yield "unique"
    if _NOT_NULL.search(text) and field.nullable is True:
        yield "NOT NULL"


def _is_unique(document: Document, entity: Entity, field: Field) -> bool:
    """Whether it is unique alone, or as a part of something that is."""
    if field.unique or any(field.key in map(_folded, group) for group in entity.uniques):
        return True
    return any(
        index.unique and field.key in (_folded(part.name) for part in index.fields)
        for index in document.indexes_of(entity)
    )


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()
