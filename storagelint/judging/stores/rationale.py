"""Document -> what it says about why its stores were chosen."""

from __future__ import annotations

import re

from storagelint.markdown import Fence, Table, plain
from storagelint.model.document import Document
from storagelint.model.facts import SectionFact
from storagelint.patterns import pattern

_REASON = pattern(
    r"because|rationale|reason|justif|chosen|choice of|since\b|so that|\bwhy\b|trade-?off|\bfits?\b"
    r"|理由|原因|根拠|因为|選定|选型|이유|근거|обоснован|потому|причин|lý do"
    r"|justific|razón|motivo|begründung|weil",
    re.IGNORECASE,
)
_EMPTY_REASON = pattern(r"(?:rationale|reasons?|justification)\W*\Z", re.IGNORECASE)
_WORDS = 12
"""As many words of prose beside the tables are taken for a reason."""


def selection(document: Document) -> SectionFact | None:
    """The section that chooses the stores: a heading, and not empty."""
    for fact in document.sections:
        if fact.role == "storage-selection" and not fact.label and not fact.empty:
            return fact
    return None


def prose(document: Document, fact: SectionFact) -> list[str]:
    """The lines of a section outside tables and fences, without their marks."""
    page = document.page
    blocks = [*page.blocks(Table), *page.blocks(Fence)]
    left_out = {line for block in blocks for line in range(block.line, block.end_line + 1)}
    lines = range(fact.line + 1, fact.end_line + 1)
    texts = (plain(page.source.lines[line - 1]) for line in lines if line not in left_out)
    return [text for text in texts if text and not text.startswith("#")]


def gives_reason(lines: list[str]) -> bool:
    """Whether prose says why: by its words, or by being more than a name."""
    said = [line for line in lines if not _EMPTY_REASON.search(line)]
    text = " ".join(said)
    if len(text.split()) >= _WORDS or _REASON.search(text):
        return True
    return sum(not letter.isascii() for letter in text) >= 2 * _WORDS
