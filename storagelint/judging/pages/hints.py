"""Text -> the lines on which something may stand, without trying a pattern on all of them.

A hint is a part of what a pattern finds, in lower case: where no hint stands, it finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storagelint.model.document import Document


def is_said(document: Document, pattern: re.Pattern[str], hints: Sequence[str]) -> bool:
    """Whether a pattern, which is for one line, finds anything in the text of a document."""
    source = document.page.source
    return any(
        pattern.search(source.lines[number - 1]) for number in hinted_lines(source.text, hints)
    )


def hinted_lines(text: str, hints: Sequence[str]) -> list[int]:
    """The numbers of the lines in which one of the hints stands in any case, in their order."""
    lowered, words = _lowered(text)
    starts = {
        lowered.rfind("\n", 0, at) + 1
        for hint in hints
        if hint in words or " " in hint
        for at in _offsets(lowered, hint)
    }
    numbers = []
    number, last = 1, 0
    for start in sorted(starts):
        number += lowered.count("\n", last, start)
        last = start
        numbers.append(number)
    return numbers


def stands_in(text: str, hint: str) -> bool:
    """Whether a hint without spaces stands anywhere in a text, in any case."""
    return hint in _lowered(text)[1]


def _offsets(text: str, hint: str) -> Iterator[int]:
    """One offset for each line in which the hint stands."""
    at = text.find(hint)
    while at >= 0:
        yield at
        end = text.find("\n", at)
        at = text.find(hint, end) if end >= 0 else -1


@lru_cache(maxsize=1)
def _lowered(text: str) -> tuple[str, str]:
    """A text in lower case, and each of its words once, which takes a third of the time to search.

    The rules ask one after the other for the text of one document.
    """
    lowered = text.lower()
    return lowered, "\n".join(dict.fromkeys(lowered.split()))
