"""Name of an index -> whether the text speaks of it beside the places that define it."""

from __future__ import annotations

import re

from storagelint.model.document import Document
from storagelint.patterns import pattern

_DEFINES = pattern(
    r"\b(?:create|drop|alter|rename|add)\b[^;]{0,60}\bindex\b|@@?index", re.IGNORECASE
)


def is_spoken_of(name: str, document: Document) -> bool:
    """Whether a line that defines no index names this one: a comment, a plan, a sentence."""
    defining = {index.span.line for index in document.indexes}
    wanted = name.casefold()
    return any(
        wanted in line.casefold() and number not in defining and not _DEFINES.search(line[:500])
        for number, line in enumerate(document.page.source.lines, 1)
    )
