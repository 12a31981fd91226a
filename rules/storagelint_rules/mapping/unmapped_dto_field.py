"""SL603 unmapped-dto-field: a field of an interface contract that no row maps."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.contracts import Dto, dtos
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnmappedDtoField(Rule):
    """Only objects that the document maps for the greater part; what the server fills is free."""

    code = "SL603"
    name = "unmapped-dto-field"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.mappings:
            return
        section = document.section("mapping")
        place = section.span if section else document.mappings[0].span
        for dto in dtos(document, context.project):
            missing = _unmapped(document, dto)
            if 2 * len(missing) >= len(dto.fields):
                continue
            for name in missing:
                yield self.at(
                    document,
                    place,
                    f"field {name} of {dto.name} in {dto.file} is not mapped",
                    entity=dto.name,
                    field=name,
                )


def _unmapped(document: Document, dto: Dto) -> list[str]:
    mapped = {
        field.name
        for mapping in document.mappings
        if not mapping.dto or dto.is_called(mapping.dto) or mapping.dto_field.startswith(dto.name)
        if (field := dto.field(mapping.dto_field)) is not None
    }
    return [field.name for field in dto.fields if field.name not in mapped and not field.filled]
