"""SL103 section-out-of-order: a section on the wrong side of another one."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.outline import misplaced
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class SectionOutOfOrder(Rule):
    """The fewest sections that would have to move are reported."""

    code = "SL103"
    name = "section-out-of-order"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for fact, other in misplaced(document, context.kind):
            early = fact.line < other.line
            side, wanted = ("before", "after") if early else ("after", "before")
            message = f"section {fact.heading} stands {side} {other.heading}, not {wanted} it"
            yield self.at(document, fact.span, message)
