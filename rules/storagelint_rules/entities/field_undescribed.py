"""SL214 field-undescribed: a field without a description, in kinds that want one for each."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.place import columns_of
from storagelint.judging.entities.shape import is_row_time, is_soft_delete
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field


class FieldUndescribed(Rule):
    """A table without a column for descriptions is the matter of SL116."""

    code = "SL214"
    name = "field-undescribed"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        spec = context.kind.tables.get("fields")
        if spec is None or "description" not in spec.columns:
            return
        for entity in document.entities:
            fields = _with_place(document, entity)
            bare = [field for field in fields if field.description is None]
            told = {field.key for field in entity.fields if field.description is not None}
            silent = [field for field in bare if field.key not in told]
            if len(silent) > 1 and len(silent) * 2 > len(fields):
                message = f"{len(silent)} fields of {entity.name} have no description"
                yield self.at(document, entity.span, message, entity=entity)
                continue
            for field in silent:
                yield self.at(
                    document,
                    field.span,
                    f"field {entity.name}.{field.name} has no description",
                    entity=entity,
                    field=field,
                    severity=self.severity.lower() if _plain(field) else None,
                )


def _with_place(document: Document, entity: Entity) -> list[Field]:
    """The fields that stand in tables with a column for descriptions."""
    return [
        field
        for definition in entity.definitions
        if "description" in columns_of(document, definition)
        for field in definition.fields
    ]


def _plain(field: Field) -> bool:
    """Whether the name leaves little to say: `id`, `created_at`."""
    return field.key == "id" or is_row_time(field) or is_soft_delete(field)
