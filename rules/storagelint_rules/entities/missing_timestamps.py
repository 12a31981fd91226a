"""SL221 missing-timestamps: a table that does not keep when its rows came and changed."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.generating.timestamp_rows import CREATED, UPDATED, timestamp_rows
from storagelint.judging.shape import (
    is_creation_time,
    is_framework,
    is_junction,
    is_log,
    is_lookup,
    is_update_time,
)
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Entity, EntityKind

_STAMPED = {EntityKind.TABLE, EntityKind.COLLECTION}


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
            if _exempt(entity, document):
                continue
            missing = [
                name
                for name, known in (
                    (CREATED, is_creation_time),
                    (UPDATED, is_update_time),
                )
                if not any(known(field) for field in entity.fields)
            ]
            if missing:
                message = f"entity {entity.name} has no {' and no '.join(missing)}"
                rows = timestamp_rows(document, entity, missing)
                title = f"Add {' and '.join(missing)} to {entity.name}"
                fix = Fix(title, (Edit(*rows),), Safety.UNSAFE) if rows else None
                yield self.at(document, entity.span, message, entity=entity, fix=fix)


def _exempt(entity: Entity, document: Document) -> bool:
    if entity.kind not in _STAMPED or not entity.fields or entity.partial:
        return True
    if is_log(entity) or is_junction(entity) or is_framework(entity):
        return True
    return is_lookup(entity, document)
