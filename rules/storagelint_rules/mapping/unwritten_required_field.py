"""SL610 unwritten-required-field: a NOT NULL field that no part of a creating request fills."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.entities.shape import is_creation_time, is_update_time
from storagelint.judging.surroundings.mapped import Mapped, mapped
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field
from storagelint.patterns import pattern

_CREATES = pattern(r"create|new|add|register|insert|place|submit", re.I)
_FEW = 2
"""From so many fields on that a request maps to an entity it is taken to write a row of it."""


class UnwrittenRequiredField(Rule):
    """Keys, references, times and fields with a default are filled by others."""

    code = "SL610"
    name = "unwritten-required-field"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        written: dict[str, list[Mapped]] = {}
        for each in mapped(document, context.project):
            if each.mapping.dto and _CREATES.search(each.mapping.dto):
                written.setdefault(each.mapping.dto, []).append(each)
        for dto, rows in written.items():
            for entity in document.entities:
                names = {each.field.key for each in rows if each.field and each.entity is entity}
                if len(names) < _FEW:
                    continue
                for field in _required(entity):
                    if field.key not in names:
                        yield self.at(
                            document,
                            rows[0].mapping.span,
                            f"{dto} fills no {entity.name}.{field.name}, which is NOT NULL "
                            "without a default",
                            entity=entity,
                            field=field,
                        )


def _required(entity: Entity) -> Iterator[Field]:
    for field in entity.fields:
        filled = field.primary_key or field.generated or field.default is not None
        other = field.foreign_key or is_creation_time(field) or is_update_time(field)
        if field.nullable is False and not (filled or other):
            yield field
