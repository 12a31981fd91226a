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
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
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
        lacking: dict[tuple[str, ...], list[Entity]] = {}
        for entity in document.entities:
            if not _exempt(entity, document) and (missing := _missing(entity)):
                lacking.setdefault(missing, []).append(entity)
        for missing, entities in lacking.items():
            what = " and no ".join(missing)
            if len(entities) > _FEW:
                many, first = len(entities), entities[0]
                names = ", ".join(entity.name for entity in entities)
                yield self.at(
                    document,
                    first.span,
                    f"{many} entities have no {what}, the first is {first.name}",
                    fix=_fix(document, entities, missing),
                    evidence=(f"without them are {names}",),
                )
                continue
            for entity in entities:
                message = f"entity {entity.name} has no {what}"
                fix = _fix(document, [entity], missing)
                yield self.at(document, entity.span, message, entity=entity, fix=fix)


def _missing(entity: Entity) -> tuple[str, ...]:
    found = () if keeps_creation(entity) else ("created_at",)
    return found if keeps_changes(entity) or is_written_once(entity) else (*found, "updated_at")


def _fix(document: Document, entities: list[Entity], missing: tuple[str, ...]) -> Fix | None:
    from storagelint.generating.edits.timestamp_rows import timestamp_rows

    made = [timestamp_rows(document, entity, list(missing)) for entity in entities]
    edits = tuple(Edit(*rows) for rows in made if rows)
    whose = entities[0].name if len(entities) == 1 else "each of them"
    return Fix(f"Add {' and '.join(missing)} to {whose}", edits, Safety.UNSAFE) if edits else None


def _exempt(entity: Entity, document: Document) -> bool:
    if entity.kind not in _STAMPED or not entity.fields or entity.partial:
        return True
    if is_log(entity) or is_junction(entity) or is_framework(entity) or is_item(entity):
        return True
    return is_lookup(entity, document)
