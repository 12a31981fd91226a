"""SL101 missing-section: a section that the kind asks for and the document has not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from storagelint.judging.pages.outline import Gap, gaps
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document
from storagelint.source import Span

if TYPE_CHECKING:
    from storagelint.generating.edits.heading_levels import Replacement


class MissingSection(Rule):
    """A heading of any level counts, and so does a bold label.

    Where what a section holds stands right under its parent, only a heading is missing.
    """

    code = "SL101"
    name = "missing-section"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        found = list(gaps(document, context.kind))
        if not found:
            return
        from storagelint.generating.places import additions

        edits = additions(document, context.kind, context.project)
        for gap in found:
            above, specs, line = gap
            names = ", ".join(spec.heading for spec in specs)
            noun = "section" if not line else "heading"
            message = f"{noun} {names} is missing"
            if len(specs) > 1:
                message = f"{noun}s {names} are missing"
            if line and above:
                message += f" under {above.heading}, above line {line}"
            elif line:
                message += f" above line {line}"
            required = specs[0].need == "required" and not line
            yield self.at(
                document,
                above.span if above else _title(document),
                message,
                severity=self.severity if required else self.severity.lower(),
                fix=_fix(gap, edits),
                evidence=(f"documents of the kind {context.kind.name} have it",),
            )


def _fix(gap: Gap, edits: Mapping[str, tuple[Replacement, ...]]) -> Fix | None:
    """All that the gap lacks, or nothing where a part of it has no place."""
    found = [edits.get(spec.role, ()) for spec in gap.specs]
    if not all(found):
        return None
    names = ", ".join(spec.heading for spec in gap.specs)
    noun = "section" if not gap.line else "heading"
    title = f"Add the {noun}{'s' if len(gap.specs) > 1 else ''} {names}"
    return Fix(title, tuple(Edit(*edit) for each in found for edit in each))


def _title(document: Document) -> Span:
    """The first heading, else the start of the document."""
    first = next((section for section in document.page.sections if section.heading), None)
    return first.span if first else Span(1, 1, 1, 1)
