"""The words of a constraints cell or a description -> Constraints."""

from __future__ import annotations

import re

from storagelint.model.facts import Constraint, ConstraintKind
from storagelint.patterns import pattern
from storagelint.reading.words.brackets import MAX_LENGTH
from storagelint.reading.words.constraint_scan import scan
from storagelint.reading.words.constraint_words import nearest_constraint
from storagelint.reading.words.descriptions import constraints_in_prose
from storagelint.reading.words.targets import read_target
from storagelint.vocabulary import vocabulary, word_cache

__all__ = ["constraints_in_prose", "nearest_constraint", "read_constraints"]

_PLAIN_KEY = pattern(
    r"(?P<key>FK (?:->|→) (?P<target>[A-Za-z_]\w*\.[A-Za-z_]\w*))"
    r"(?:, (?P<rest>(?:NOT )?NULL|UNIQUE|INDEX))?\Z",
    re.ASCII,
)
"""How most foreign keys are written; these need no scan."""


def read_constraints(text: str) -> list[Constraint]:
    """The constraints that a cell of plain text states, in order.

    Pieces in prose are OTHER; UNKNOWN is only what looks like a keyword written wrong. The spans
    are left for the caller to set.
    """
    return [constraint.altered() for constraint in _read(text[:MAX_LENGTH].strip())]


@word_cache(8192)
def _read(text: str) -> tuple[Constraint, ...]:
    if not text or text.casefold() in vocabulary().words("nothing"):
        return ()
    if (key := _PLAIN_KEY.match(text)) and (target := read_target(key["target"], 0)):
        kind = ConstraintKind.FOREIGN_KEY
        foreign = Constraint(kind=kind, text=key["key"], reference=target[0])
        return (foreign, *_read(key["rest"] or ""))
    return tuple(_without_repeats(scan(text, nested=False)))


def _without_repeats(found: list[Constraint]) -> list[Constraint]:
    """A bare `FK` beside one that names its target says nothing of its own."""
    if not any(constraint.reference for constraint in found):
        return found
    return [
        constraint
        for constraint in found
        if constraint.kind is not ConstraintKind.FOREIGN_KEY or constraint.reference
    ]
