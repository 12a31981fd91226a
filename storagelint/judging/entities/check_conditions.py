"""The condition of a CHECK, or a range in prose -> the fields it names and the values it allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from storagelint.patterns import pattern

_STRINGS = pattern(r"'[^']*'|\"[^\"]*\"")
_COMPARED = pattern(
    r"(?<![\w.'(:])[`\"\[]?(?P<name>[^\W\d]\w*)[`\"\]]?\s*"
    r"(?:(?P<sign><=|>=|<>|!=|=|<|>|~)|\b(?P<word>not\s+in|in|between|like|ilike|is)\b)",
    re.IGNORECASE,
)
_RIGHT = pattern(
    r"(?:<=|>=|<>|!=|=|<|>)\s*[`\"\[]?(?P<name>[^\W\d]\w*)[`\"\]]?(?!\w|\s*[(.'])", re.IGNORECASE
)
_NOT_FIELDS = frozenset(
    """and or not null true false value values case when then else end length len char_length
    octet_length lower upper trim coalesce now current_date current_timestamp any all exists x
    between like is in count date year extract check this self old new""".split()
)
_BEGINNING = pattern(
    r"\s*check\s*\(\s*[`\"\[]?(?P<name>[a-z]\w*)[`\"\]]?\s*(?:<=|>=|<|>|\bbetween\b)\s*-?\d",
    re.IGNORECASE,
)
_ANY_VALUE = frozenset(
    "value val v n number size it field column amount len length chars items range".split()
)
"""What people write for the field itself, or for its length."""
_MORE_THAN_ONE = pattern(r"\bor\b|\blen|length|\(", re.IGNORECASE)
_NUMBER = r"-?\d+(?:\.\d+)?"
_AT_LEAST = pattern(rf"(?P<sign>>=|>|≥)\s*(?P<number>{_NUMBER})(?![\w.])")
_AT_MOST = pattern(rf"(?P<sign><=|<|≤)\s*(?P<number>{_NUMBER})(?![\w.])")
_BETWEEN = pattern(rf"\bbetween\s+(?P<low>{_NUMBER})\s+and\s+(?P<high>{_NUMBER})", re.I)


class Bounds(NamedTuple):
    """The smallest and the largest number that a condition allows; None where it sets no bound."""

    low: float | None = None
    high: float | None = None

    def allow(self, number: float) -> bool:
        """Whether a number is within the bounds."""
        return (self.low is None or number >= self.low) and (
            self.high is None or number <= self.high
        )


def names_compared(condition: str) -> Iterator[str]:
    """The names beside the signs of comparison, strings and function calls left out."""
    bare = _STRINGS.sub(" '' ", condition[:2000])
    for side in (_COMPARED, _RIGHT):
        for match in side.finditer(bare):
            if match["name"].casefold() not in _NOT_FIELDS:
                yield match["name"]


def begins_with(constraint: str, name: str) -> bool:
    """Whether a constraint is `CHECK (name > ...)`, and the name none for any value."""
    found = _BEGINNING.match(constraint[:2000])
    return found is not None and found["name"] == name and name.casefold() not in _ANY_VALUE


def bounds(condition: str) -> Bounds:
    """The bounds that a condition without OR sets to the one number it compares."""
    text = condition[:2000]
    if _MORE_THAN_ONE.search(text):
        return Bounds()
    between = _BETWEEN.search(text)
    if between:
        return Bounds(float(between["low"]), float(between["high"]))
    low, high = _AT_LEAST.search(text), _AT_MOST.search(text)
    return Bounds(float(low["number"]) if low else None, float(high["number"]) if high else None)
