"""SL104 section-number-gap: numbered headings that skip or repeat a number."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.markdown import Page, Section
from storagelint.model import Document
from storagelint.patterns import pattern
from storagelint.source import Span

_NUMBER = pattern(r"(?:\d{1,2}\.){0,4}(?P<last>\d{1,2})(?:\.(?=\s)|[)、:](?=\s?)|(?=\s))")


class SectionNumberGap(Rule):
    """Headings are compared with those of their level under the same heading."""

    code = "SL104"
    name = "section-number-gap"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        places = list(_gaps(document.page))
        fix = _fix(document, context) if places else None
        for span, message in places:
            yield self.at(document, span, message, fix=fix)


def _gaps(page: Page) -> Iterator[tuple[Span, str]]:
    """Each heading whose number does not follow, with what is wrong of it."""
    for parent in page.sections:
        before: tuple[str, int] | None = None
        numbered = [(each, number) for each in parent.children if (number := _number(each))]
        for at, (section, number) in enumerate(numbered):
            behind = numbered[at + 1][1] if at + 1 < len(numbered) else None
            if before and number[0] == before[0] and number[1] != before[1] + 1:
                stem, last = before
                how = "repeats" if number[1] == last else "follows"
                yield section.span, f"section number {stem}{number[1]} {how} {stem}{last}"
                if behind == (stem, last + 1):
                    # Without this heading the numbers go on: it alone is out of its place.
                    continue
            before = number


def _fix(document: Document, context: Context) -> Fix | None:
    """All headings numbered through; nothing where another document links to one of them."""
    from storagelint.generating.edits.renumbered import is_linked, renumbered

    edits = renumbered(document.page)
    others = ((each.path, each.page) for each in context.project.documents)
    if not edits or is_linked(document.page, document.path, others):
        return None
    return Fix("Number the headings through", tuple(Edit(*edit) for edit in edits))


def _number(section: Section) -> tuple[str, int] | None:
    """The number of a heading: what stands before its last part, and that part."""
    found = _NUMBER.match(section.title)
    return (section.title[: found.start("last")], int(found["last"])) if found else None
