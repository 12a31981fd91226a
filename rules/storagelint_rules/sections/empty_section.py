"""SL102 empty-section: a heading that the kind asks for, with nothing under it."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.outline import expected
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class EmptySection(Rule):
    """Comments and rules do not fill a section; subsections do."""

    code = "SL102"
    name = "empty-section"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        specs = {spec.role: spec for spec in expected(document, context.kind)}
        filled = {fact.role for fact in document.sections if not fact.empty}
        for fact in document.sections:
            spec = specs.get(fact.role)
            if spec is None or not fact.empty:
                continue
            if fact.level > spec.level and fact.role in filled:
                continue
            required = spec.need == "required"
            yield self.at(
                document,
                fact.span,
                f"section {fact.heading} is empty",
                severity=self.severity if required else self.severity.lower(),
            )
