"""SL101 missing-section: a section that the kind asks for and the document has not."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.outline import find, missing
from storagelint.source import Span


class MissingSection(Rule):
    """A heading of any level counts, and so does a bold label."""

    code = "SL101"
    name = "missing-section"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for spec in missing(document, context.kind):
            parent = context.kind.section(spec.parent) if spec.parent else None
            above = find(document, parent) if parent else None
            required = spec.need == "required"
            yield self.at(
                document,
                above.span if above else _title(document),
                f"section {spec.heading} is missing",
                severity=self.severity if required else self.severity.lower(),
                evidence=(f"documents of the kind {context.kind.name} have it",),
            )


def _title(document: Document) -> Span:
    """The first heading, else the start of the document."""
    first = next((section for section in document.page.sections if section.heading), None)
    return first.span if first else Span(1, 1, 1, 1)
