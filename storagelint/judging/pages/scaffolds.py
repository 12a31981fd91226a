"""Document -> its sections that were written by machine and wait for their author."""

from __future__ import annotations

from storagelint.model.document import Document

SCAFFOLD = "storagelint: scaffold"
"""What the comment in such a section begins with."""
WAITS = "*Still to be written.*"
"""What stands for the text of a line that waits by itself."""
COLUMN = f"{SCAFFOLD} of the column"
"""What the comment below a table with a column to fill begins with; the section is its author's."""


def is_scaffold(document: Document, line: int) -> bool:
    """Whether the section that a line stands in waits: it, a part of it, or one around it."""
    marks = document.once(_marks)
    if not marks:
        return False
    section = document.page.section_at(line)
    return is_in_scaffold(document, line) or (
        section.level > 1 and any(section.line <= mark <= section.end_line for mark in marks)
    )


def is_in_scaffold(document: Document, line: int) -> bool:
    """Whether what stands in a line was written by machine; not so the mark that says it."""
    marks = document.once(_marks)
    if not marks or line in marks:
        return False
    section = document.page.section_at(line)
    waiting = [document.page.section_at(mark) for mark in marks]
    around = [each for each in (section, *section.ancestors()) if each.level > 1]
    return any(each in waiting for each in around)


def _marks(document: Document) -> frozenset[int]:
    return frozenset(
        each.line
        for each in document.page.comments
        if each.text.startswith(SCAFFOLD) and not each.text.startswith(COLUMN)
    )
