"""SL903 timestamp-name: the time of creation, change or deletion under a name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storagelint.judging.entities.naming import in_tables, is_plain, named_entities
from storagelint.judging.entities.shape import (
    is_creation_time,
    is_row_time,
    is_soft_delete,
    is_time,
    is_update_time,
)
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field

_USUAL = {"creation": "created_at", "change": "updated_at", "deletion": "deleted_at"}


class TimestampName(Rule):
    """Kinds that ask for snake_case ask for the usual names; elsewhere the document's own count."""

    code = "SL903"
    name = "timestamp-name"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        tables = [each for each in named_entities(document) if in_tables(each, document)]
        found = [
            (entity, field, purpose)
            for entity in tables
            for field in entity.fields
            if is_plain(field.name) and (purpose := _purpose(field))
        ]
        asked = context.kind.naming.field_case is not None
        usual = _USUAL if asked else _agreed([(field, purpose) for _, field, purpose in found])
        for entity, field, purpose in found:
            name = usual.get(purpose)
            if name is None or field.key == name.replace("_", "").casefold():
                continue
            if entity.field(name) is None:
                yield self._odd(document, entity, field, f"the time of {purpose} is {name}", asked)

    def _odd(
        self, document: Document, entity: Entity, field: Field, usual: str, asked: bool
    ) -> Diagnostic:
        return self.at(
            document,
            field.span,
            f"field {entity.name}.{field.name} is named otherwise than usual: {usual}",
            entity=entity,
            field=field,
            severity=None if asked else self.severity.lower(),
        )


def _purpose(field: Field) -> str | None:
    if not is_time(field):
        return None
    if is_soft_delete(field):
        return "deletion"
    if not is_row_time(field):
        return None
    if is_creation_time(field):
        return "creation"
    return "change" if is_update_time(field) else None


def _agreed(fields: list[tuple[Field, str]]) -> dict[str, str]:
    """Purpose -> the name that at least four tables of five, and four at least, use for it."""
    agreed = {}
    for purpose in _USUAL:
        names = Counter(field.name for field, each in fields if each == purpose)
        for name, votes in names.most_common(1):
            if votes >= 4 and votes >= 0.8 * names.total():
                agreed[purpose] = name
    return agreed
