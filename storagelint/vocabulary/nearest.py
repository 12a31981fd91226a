"""A word that is not known -> the known word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], *, at_least: float = 70.0) -> str | None:
    """The known word most like `word`, or None where none is `at_least` that alike (0 to 100)."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        word,
        sorted(known),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=at_least,
    )
    return found[0] if found else None
