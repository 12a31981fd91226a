"""SL204 duplicate-entity: an entity that is defined whole twice in one notation."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.repetition import repeated
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class DuplicateEntity(Rule):
    """A table and a diagram of one entity are a repetition, and compared by other rules."""

    code = "SL204"
    name = "duplicate-entity"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for again, first in repeated(document, entity):
                yield self.at(
                    document,
                    again.span,
                    f"entity {again.name} is already defined in line {first.span.line}",
                    entity=entity,
                    evidence=(f"both are {first.form} definitions and share most of their fields",),
                )
