"""What a user answers -> a line of text that a document can hold."""

from __future__ import annotations

import unicodedata

from storagelint.cli.session import Problem

_BLANK = frozenset(["Cc", "Zl", "Zp"])
_UNSEEN = frozenset(["Cf", "Cs", "Cn", "Co"])
_JOINERS = "\u200c\u200d"
"""Marks without a shape that words of some scripts, and emoji, need."""


def answered(text: str, name: str) -> str:
    """A text without line breaks, controls and marks that turn its direction.

    `name` says in messages what it is. Raises Problem when nothing is left, or it is not UTF-8.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Problem(f"{name} is not UTF-8") from None
    line = " ".join("".join(map(_seen, text)).split())
    if not line:
        raise Problem(f"{name} is empty")
    return line


def _seen(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in _BLANK:
        return " "
    return "" if category in _UNSEEN and letter not in _JOINERS else letter
