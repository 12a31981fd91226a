"""SL314 junction-without-unique: a junction that can hold one pair twice."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import is_creation_time, is_junction, is_log, is_update_time
from storagelint.judging.relations.links import defined, unique_sets
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind, Field
from storagelint.model.names import fold_field


class JunctionWithoutUnique(Rule):
    """Only tables that do little but join two others, by keys that are stated."""

    code = "SL314"
    name = "junction-without-unique"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities if document.relational else ():
            pair = _joins(entity)
            if pair is None or _is_unique(document, entity, pair):
                continue
            one, other = pair
            yield self.at(
                document,
                entity.span,
                f"junction {entity.name} is not unique over {one.name} and {other.name}",
                entity=entity,
            )


def _joins(entity: Entity) -> tuple[Field, Field] | None:
    """The two keys of a plain junction; None where the entity is something else."""
    if entity.kind is not EntityKind.TABLE or entity.partial or is_log(entity):
        return None
    keys = [field for field in entity.fields if field.references is not None]
    if len(keys) != 2 or not defined(entity) or not is_junction(entity):
        return None
    rest = [
        field
        for field in entity.fields
        if field not in keys
        and not (field.primary_key or is_creation_time(field) or is_update_time(field))
    ]
    one, other = (field.references.entity for field in keys if field.references)
    return (keys[0], keys[1]) if one != other and len(rest) <= 1 else None


def _is_unique(document: Document, entity: Entity, pair: tuple[Field, Field]) -> bool:
    """Whether the pair is a key, or a key among its fields makes it one."""
    names = {field.key for field in pair}
    keys = unique_sets(document, entity)
    partial = [index for index in document.indexes_of(entity) if index.unique and index.where]
    keys += [{fold_field(part.name) for part in index.fields} for index in partial]
    return any(names <= key or key <= names for key in keys)
