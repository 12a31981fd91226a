"""SL109 scaffold-not-filled: a section that was written by machine and still waits for its text."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.scaffolds import COLUMN, SCAFFOLD
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document

_LONGEST = 80


class ScaffoldNotFilled(Rule):
    """The comment goes when the section is written."""

    code = "SL109"
    name = "scaffold-not-filled"
    severity = Severity.WARNING
    any_kind = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for comment in document.page.comments:
            if comment.text.startswith(SCAFFOLD):
                section = document.page.section_at(comment.line)
                what = f"section {section.title}" if section.heading else "document"
                if comment.text.startswith(COLUMN):
                    what = f"column{comment.text.removeprefix(COLUMN)[:_LONGEST]}"
                yield self.at(document, comment.span, f"{what} is a scaffold that is not filled")
