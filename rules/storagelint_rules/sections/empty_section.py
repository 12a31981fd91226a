"""SL102 empty-section: a heading that the kind asks for, with nothing under it."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.outline import expected, heads_what_follows
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, SectionFact


class EmptySection(Rule):
    """Comments and rules do not fill a section; subsections do."""

    code = "SL102"
    name = "empty-section"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        specs = {spec.role: spec for spec in expected(document, context.kind)}
        filled = {fact.role for fact in document.sections if not fact.empty}
        empty = [
            fact
            for fact in document.sections
            if fact.empty and fact.role in specs
            if fact.level <= specs[fact.role].level or fact.role not in filled
            if not heads_what_follows(document, fact)
        ]
        fixes = _fixes(document, context, empty) if empty else {}
        for fact in empty:
            required = specs[fact.role].need == "required"
            yield self.at(
                document,
                fact.span,
                f"section {fact.heading} is empty",
                severity=self.severity if required else self.severity.lower(),
                fix=fixes.get(fact.line),
            )


def _fixes(document: Document, context: Context, empty: list[SectionFact]) -> dict[int, Fix]:
    """Line of the heading -> what writes the section."""
    from storagelint.generating.places import fillings

    roles = {fact.role for fact in empty}
    found = fillings(document, context.kind, context.project, roles)
    return {
        edit.span.line: Fix(f"Write the section {fact.heading}", (Edit(*edit),))
        for fact in empty
        if (edit := found.get(fact.role)) and edit.span.line == fact.line
    }
