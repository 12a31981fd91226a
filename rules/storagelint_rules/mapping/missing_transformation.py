"""SL602 missing-transformation: a mapping that says not how the value is made."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class MissingTransformation(Rule):
    """Where other rows of the document say it, or the kind of the document asks for it."""

    code = "SL602"
    name = "missing-transformation"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        said = any(mapping.transformation for mapping in document.mappings)
        if not (said or "mappings" in context.kind.tables):
            return
        for mapping in document.mappings:
            if mapping.data_fields and not (mapping.transformation or "").strip(" -—–"):
                yield self.at(
                    document,
                    mapping.transformation_span or mapping.span,
                    f"mapping of {mapping.dto_field} states no transformation",
                    field=mapping.dto_field,
                )
