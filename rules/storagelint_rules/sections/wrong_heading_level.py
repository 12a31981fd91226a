"""SL105 wrong-heading-level: a section of the kind at another level than the kind has it."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.outline import expected, find
from storagelint.kinds import Kind, SectionSpec
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document


class WrongHeadingLevel(Rule):
    """Labels have no level, and a heading at the right level makes others of its role harmless."""

    code = "SL105"
    name = "wrong-heading-level"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for spec in expected(document, context.kind):
            fact = find(document, spec)
            if fact is None or fact.label or fact.level == spec.level:
                continue
            message = f"section {fact.heading} is at level {fact.level}, not {spec.level}"
            yield self.at(document, fact.span, message, fix=_fix(document, context.kind, spec))


def _fix(document: Document, kind: Kind, spec: SectionSpec) -> Fix | None:
    from storagelint.generating.edits.heading_levels import moved

    edits = moved(document, kind, spec)
    if not edits:
        return None
    title = f"Bring the section {spec.heading} to level {spec.level}, with its parts"
    return Fix(title, tuple(Edit(*edit) for edit in edits))
