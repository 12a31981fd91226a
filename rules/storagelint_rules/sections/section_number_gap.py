"""SL104 section-number-gap: numbered headings that skip or repeat a number."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.markdown import Section
from storagelint.model import Document
from storagelint.patterns import pattern

_NUMBER = pattern(r"(?:\d{1,2}\.){0,4}(?P<last>\d{1,2})(?:\.(?=\s)|[)、:](?=\s?)|(?=\s))")


class SectionNumberGap(Rule):
    """Headings are compared with those of their level under the same heading."""

    code = "SL104"
    name = "section-number-gap"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for parent in document.page.sections:
            before: tuple[str, int] | None = None
            for section in parent.children:
                number = _number(section)
                if number is None:
                    continue
                if before and number[0] == before[0] and number[1] != before[1] + 1:
                    stem, last = before
                    how = "repeats" if number[1] == last else "follows"
                    message = f"section number {stem}{number[1]} {how} {stem}{last}"
                    yield self.at(document, section.span, message)
                before = number


def _number(section: Section) -> tuple[str, int] | None:
    """The number of a heading: what stands before its last part, and that part."""
    found = _NUMBER.match(section.title)
    return (section.title[: found.start("last")], int(found["last"])) if found else None
