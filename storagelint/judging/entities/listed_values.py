"""Field -> whether the words of its row list the values that it may have."""

from __future__ import annotations

import re

from storagelint.model.document import Document
from storagelint.model.facts import ConstraintKind, Field
from storagelint.patterns import pattern

_LISTED = pattern(
    r"\w\s*[/|,、，;]\s*['\"`]?\w|[`'\"「]\w+[`'\"」]|\be\.?g\b|\d\s*[-=:：]\s*\w"
    r"|\b(?:values?|options?|allowed|either|one of|can be)\b[^.|\n]{0,40}?\b(?:and|or)\b",
    re.IGNORECASE,
)
_CODE = pattern(r"`([^`|\n]{1,60})`")
_COMMENT = pattern(r"(?://|--)\s?(\w.*)")
_EXAMPLES = pattern(
    r"\s*[^\W\d_][\w-]{0,40}(?:(?:,\s|、|，\s?|\s/\s)[^\W\d_][\w -]{0,40}){2,20}\s*"
)
"""A cell of three words or more that are listed."""
_BESIDE = {ConstraintKind.OTHER, ConstraintKind.UNKNOWN}


def lists_values(field: Field, document: Document) -> bool:
    """Whether its description, its constraints or the code in its row list values.

    A default is one value and lists none.
    """
    said = [each for each in field.constraints if each.kind is not ConstraintKind.DEFAULT]
    words = ", ".join(each.text for each in said if each.kind in _BESIDE)
    texts = (field.description or "", words, " ".join(each.text for each in said))
    return any(_LISTED.search(text) for text in texts) or _shows_values(field, document)


def _shows_values(field: Field, document: Document) -> bool:
    """Whether two or more pieces of code stand in its row that are not its name or type.

    In a schema or a class that is a comment behind it that lists values.
    """
    lines = document.page.source.lines
    row = lines[field.span.line - 1] if 0 < field.span.line <= len(lines) else ""
    if comment := _COMMENT.search(row[:2000]):
        return _LISTED.search(comment[1]) is not None
    own = {field.name.casefold(), (field.type or "").casefold()}
    own |= {(field.default or "").casefold()}
    codes = [code.strip().casefold() for code in _CODE.findall(row[:2000])]
    if not row.lstrip().startswith("|"):
        return False
    return len(set(codes) - own) > 1 or any(map(_EXAMPLES.fullmatch, row[:2000].split("|")))
