"""SL240 row-too-wide: fields that together exceed what one row of the engine may hold."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.row_width import LIMITS, least_bytes
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.stores import technology_of


class RowTooWide(Rule):
    """MySQL counts the declared lengths; SQL Server only what cannot move off the page."""

    code = "SL240"
    name = "row-too-wide"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.tables():
            technology = technology_of(entity, document)
            limit = LIMITS.get(technology or "")
            if technology is None or limit is None:
                continue
            width = least_bytes(entity, technology)
            if width > limit:
                message = (
                    f"row of {entity.name} takes {width:,} bytes, {technology} allows {limit:,}"
                )
                yield self.at(document, entity.span, message, entity=entity)
