"""Document -> its foreign keys that no index or key leads with."""

from __future__ import annotations

from typing import NamedTuple

from storagelint.judging.access.coverage import foreign_keys, leading_path, paths_of
from storagelint.judging.access.demand import is_small
from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind, Field, Form

_ACTORS = ("_by", "_by_id", "byid")  # who did something: few queries look from there


class Key(NamedTuple):
    """A foreign key: the entity that has it, and its fields in order."""

    entity: Entity
    fields: tuple[Field, ...]

    @property
    def is_weak(self) -> bool:
        """Whether it is only concluded, or names who did something."""
        first = self.fields[0]
        return first.reference_inferred or first.name.casefold().endswith(_ACTORS)

    def __str__(self) -> str:
        names = ", ".join(field.name for field in self.fields)
        if len(self.fields) == 1:
            return f"field {self.entity.name}.{names}"
        return f"foreign key {self.entity.name} ({names})"


def unindexed_keys(document: Document, small: float) -> list[Key]:
    """The keys without an index.

    Tables of at most `small` documented rows are left alone, and so are diagrams and program code
    beside a plain definition, and tables of which only a part is shown.
    """
    missing: list[Key] = []
    plain = any(each.form is not Form.MERMAID for each in document.tables())
    for entity in document.entities:
        if not _is_judged(entity, document, small, plain=plain):
            continue
        paths = paths_of(document, entity)
        missing += [
            Key(entity, tuple(fields))
            for fields in foreign_keys(entity)
            if leading_path(paths, [field.name for field in fields]) is None
        ]
    return missing


def _is_judged(entity: Entity, document: Document, small: float, *, plain: bool) -> bool:
    if entity.kind is not EntityKind.TABLE or entity.form in {Form.CODE, plain and Form.MERMAID}:
        return False
    changed = any(each.changes for each in entity.definitions)
    return (changed or not entity.partial) and not is_small(entity, document, small)
