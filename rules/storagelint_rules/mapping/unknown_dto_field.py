"""SL604 unknown-dto-field: a mapping of a field that no interface contract has."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.contracts import Dto, dtos
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Mapping
from storagelint.vocabulary.nearest import nearest


class UnknownDtoField(Rule):
    """Only where the contracts beside the document know most of what it maps."""

    code = "SL604"
    name = "unknown-dto-field"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        known = dtos(document, context.project) if document.mappings else []
        unknown = [
            (mapping, objects)
            for mapping in document.mappings
            for objects in [_objects(mapping, known)]
            if objects and not any(dto.field(mapping.dto_field) for dto in objects)
        ]
        if 2 * len(unknown) >= len(document.mappings):
            return
        for mapping, objects in unknown:
            names = [field.name for dto in objects for field in dto.fields]
            near = nearest(mapping.dto_field, names)
            owner = objects[0].name if len(objects) == 1 else "no contract"
            has = "does not have it" if len(objects) == 1 else "has it"
            yield self.at(
                document,
                mapping.span,
                f"{mapping.dto_field} is mapped, but {owner} {has}"
                + (f", the nearest is {near}" if near else ""),
                field=mapping.dto_field,
            )


def _objects(mapping: Mapping, known: list[Dto]) -> list[Dto]:
    """The objects that the row may be about: the one its heading names, else all."""
    return [dto for dto in known if mapping.dto and dto.is_called(mapping.dto)] or known
