"""Document -> its sections that were written by machine and wait for their author."""

from __future__ import annotations

from storagelint.model.document import Document

SCAFFOLD = "storagelint: scaffold"
"""What the comment in such a section begins with."""


def is_scaffold(document: Document, line: int) -> bool:
    """Whether the section that a line stands in waits: it, a part of it, or one around it."""
    marks = document.once(_marks)
    if not marks:
        return False
    section = document.page.section_at(line)
    around = [section, *section.ancestors()]
    return any(
        section.line <= mark <= section.end_line or document.page.section_at(mark) in around
        for mark in marks
    )


def _marks(document: Document) -> list[int]:
    return [each.line for each in document.page.comments if each.text.startswith(SCAFFOLD)]
