"""A text -> the same on one line, without what a terminal, a parser or a reader is fooled by."""

from __future__ import annotations

from storagelint.patterns import pattern

_SPACES = pattern(r"\s+")
_HOSTILE = pattern(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def one_line(text: str) -> str:
    """A text without controls, line breaks and marks of direction, and with single spaces."""
    return _SPACES.sub(" ", _HOSTILE.sub(" ", text)).strip()
