"""SL221 missing-timestamps: a table that does not keep when its rows came and changed."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import (
    is_framework,
    is_item,
    is_junction,
    is_log,
    is_lookup,
    is_written_once,
    keeps_changes,
    keeps_creation,
)
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
from storagelint.model import Document, Entity, EntityKind

_STAMPED = {EntityKind.TABLE, EntityKind.COLLECTION}
_FEW = 3
"""Entities that lack the same times up to which each is named."""


class MissingTimestamps(Rule):
    """Other names of the two times count: inserted_at, createdAt, gmt_create, 创建时间."""

    code = "SL221"
    name = "missing-timestamps"
    severity = Severity.WARNING
    fixable = Safety.UNSAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.timestamps == "optional":
            return
        for entity in document.entities:
            if _exempt(entity, document) or not (missing := _missing(entity)):
                continue
            what = " and no ".join(missing)
            many = f"{{count}} entities have no {what}, the first is {{first}}"
            title = f"Add {' and '.join(missing)} to each of them"
            yield self.at(
                document,
                entity.span,
                f"entity {entity.name} has no {what}",
                entity=entity,
                fix=_fix(document, entity, missing),
                together=Together(_FEW, many, title),
            )


def _missing(entity: Entity) -> tuple[str, ...]:
    found = () if keeps_creation(entity) else ("created_at",)
    return found if keeps_changes(entity) or is_written_once(entity) else (*found, "updated_at")


def _fix(document: Document, entity: Entity, missing: tuple[str, ...]) -> Fix | None:
    from storagelint.generating.edits.timestamp_rows import timestamp_rows

    rows = timestamp_rows(document, entity, list(missing))
    title = f"Add {' and '.join(missing)} to {entity.name}"
    return Fix(title, (Edit(*rows),), Safety.UNSAFE) if rows else None


def _exempt(entity: Entity, document: Document) -> bool:
    if entity.kind not in _STAMPED or not entity.fields or entity.partial:
        return True
    if is_log(entity) or is_junction(entity) or is_framework(entity) or is_item(entity):
        return True
    return is_lookup(entity, document)
