"""Words and signs for how many -> Cardinality: `1:N`, `0..*`, `one-to-many`, `多对一`."""

from __future__ import annotations

import re
from typing import NamedTuple

from storagelint.model.facts import Cardinality
from storagelint.patterns import pattern
from storagelint.vocabulary import vocabulary, word_cache

END = (
    r"(?:\d{1,4}\s?\.\.\s?(?:\d{1,4}|[nm*∞])|[01]\+|[01nm*∞]|many|one|muchos|muitos|uno|viele"
    r"|nhiều|một|多|一|다|일)"
)
"""One end of a cardinality, in lower case."""

_BETWEEN = r"\s?(?::|：|-to-|‑to‑|\sto\s|-|–|—|─{1,20}|对|對|対|대|→|->)\s?"
_PAIR = pattern(rf"(?<![a-z0-9_.:-])({END})({_BETWEEN})({END})(?![a-z0-9_:-]|\.\d)")
_END = pattern(END)
_CROW = pattern(r"([|}][|o])\s?(?:--|\.\.)\s?([|o][|{])")
_RANGE = pattern(r"([01])\s?\.\.\s?([1nm*∞])")
_WORD = pattern(r"[^\W_][\w'-]*")
_MANY_ENDS = frozenset(
    {"n", "m", "*", "∞", "many", "muchos", "muitos", "viele", "nhiều", "多", "다"}
)
_CONCEPTS = {
    "one-to-many": Cardinality.ONE_TO_MANY,
    "many-to-one": Cardinality.MANY_TO_ONE,
    "one-to-one": Cardinality.ONE_TO_ONE,
    "many-to-many": Cardinality.MANY_TO_MANY,
}


class Found(NamedTuple):
    """A cardinality and where in the text it stands."""

    cardinality: Cardinality
    start: int
    end: int
    left_optional: bool | None = None
    right_optional: bool | None = None


def lower(text: str) -> str:
    """The text in lower case with every offset kept."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def is_many(end: str) -> bool | None:
    """Whether an end such as `0..*`, `1` or `N` is many; None where it is no end."""
    end = end.strip("()[] ").lower()
    if not _END.fullmatch(end):
        return None
    last = end.rpartition("..")[2].strip()
    if last.isdigit():
        return int(last) > 1
    return last in _MANY_ENDS or last.endswith("+")


def is_optional(end: str) -> bool | None:
    """Whether an end says that there may be none; None where it does not say."""
    end = end.strip("()[] ")
    if ".." in end or end.endswith("+"):
        return end.startswith("0")
    return None


def combine(left_many: bool, right_many: bool) -> Cardinality:
    """The cardinality of two ends."""
    match left_many, right_many:
        case False, False:
            return Cardinality.ONE_TO_ONE
        case False, True:
            return Cardinality.ONE_TO_MANY
        case True, False:
            return Cardinality.MANY_TO_ONE
        case _:
            return Cardinality.MANY_TO_MANY


def find_cardinality(text: str, start: int = 0) -> Found | None:
    """The first cardinality in a text, in signs or in the words of any language."""
    lowered = lower(text)
    found = find_pair(lowered, start)
    words = find_words(lowered, start)
    if found and words:
        return words if words.start < found.start or words.end > found.end else found
    return found or words


def find_pair(lowered: str, start: int = 0) -> Found | None:
    """The first pair of ends such as `1:n`, in text in lower case."""
    pair = _PAIR.search(lowered, start)
    if pair is None:
        return None
    left, right = is_many(pair[1]), is_many(pair[3])
    if left is None or right is None:
        return None
    ends = is_optional(pair[1]), is_optional(pair[3])
    return Found(combine(left, right), pair.start(), pair.end(), *ends)


def find_words(lowered: str, start: int = 0) -> Found | None:
    """The first phrase of the vocabulary that says a cardinality, in text in lower case."""
    phrases = _phrases()
    if phrases.gate.isdisjoint(_WORD.findall(lowered)) and (
        lowered.isascii() or not phrases.dense.search(lowered)
    ):
        return None
    for match in phrases.pattern.finditer(lowered, start):
        at, end = match.span()
        if match[0] in phrases.spaced and (_joins(lowered, at) or _joins(lowered, end)):
            continue
        return Found(phrases.meaning[match[0]], at, end)
    return None


def _joins(text: str, offset: int) -> bool:
    """Whether the letters on both sides of an offset belong to one word."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    return (before.isalnum() or before == "_") and (after.isalnum() or after == "_")


class _Phrases(NamedTuple):
    pattern: re.Pattern[str]
    dense: re.Pattern[str]
    meaning: dict[str, Cardinality]
    spaced: frozenset[str]
    gate: frozenset[str]
    """A word of each phrase, so that most texts need no search."""


@word_cache()
def _phrases() -> _Phrases:
    meaning: dict[str, Cardinality] = {}
    for concept, cardinality in _CONCEPTS.items():
        for phrase in vocabulary().words(concept):
            # Pairs of signs are read as such; a phrase without letters would match anywhere.
            if not _PAIR.fullmatch(phrase) or phrase.isalpha():
                meaning[lower(phrase)] = cardinality
    ordered = sorted(meaning, key=lambda phrase: (-len(phrase), phrase))
    spaced = frozenset(phrase for phrase in ordered if not _is_dense(phrase))
    dense = [re.escape(phrase) for phrase in ordered if phrase not in spaced]
    gate = {max(_WORD.findall(phrase), key=len, default=phrase) for phrase in spaced}
    return _Phrases(
        pattern("|".join(map(re.escape, ordered)) or "(?!)"),
        pattern("|".join(dense) or "(?!)"),
        meaning,
        spaced,
        frozenset(gate),
    )


def _is_dense(phrase: str) -> bool:
    return any(
        "\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in phrase
    )


@word_cache(1024)
def read_cardinality(text: str) -> Cardinality | None:
    """The cardinality that a table cell or a note states; None where it states none."""
    text = text[:400].replace("`", " ").replace("**", "  ").strip()
    crow = _CROW.search(text)
    if crow:
        return combine("}" in crow[1], "{" in crow[2])
    found = find_cardinality(text)
    if found is not None:
        return found.cardinality
    lone = _RANGE.fullmatch(lower(text).strip("()[] "))
    if lone:
        return combine(False, lone[2] != "1")
    return None
