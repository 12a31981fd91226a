"""Name of an index or a field -> whether the text speaks of it where nothing defines it."""

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


def is_said_of_all(name: str, document: Document) -> bool:
    """Whether a convention above the first entity names this field, as one that all have."""
    first = min((entity.span.line for entity in document.entities), default=0)
    wanted = f"`{name}`".casefold()
    return any(
        wanted in line.casefold() and not line.lstrip().startswith(("|", "#", "```"))
        for line in document.page.source.lines[: first - 1]
    )
