"""SL606 unmarked-computed-field: a mapped field without data that is not said to be computed."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.mapped import is_computed, is_direct, text_at
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnmarkedComputedField(Rule):
    """What the row says of the value in other words is taken for the mark."""

    code = "SL606"
    name = "unmarked-computed-field"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for mapping in document.mappings:
            if mapping.data_fields or is_computed(mapping):
                continue
            if text_at(document, mapping.data_span).strip(" `-—–/"):
                continue
            said = (mapping.transformation or "").strip(" -—–")
            if not said or is_direct(mapping):
                yield self.at(
                    document,
                    mapping.data_span or mapping.span,
                    f"{mapping.dto_field} has no data field and is not marked as computed",
                    field=mapping.dto_field,
                )
