"""The words that designs are written in: languages, technologies, types and reserved words.

All of it is data. A language is one file under `languages/`; adding a language is adding a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from storagelint.patterns import pattern
from storagelint.vocabulary.toml import read_toml

_PARENTHESES = pattern(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_MARKS = pattern(r"[*_`#:：?？!！.。\"']+")
_SPACES = pattern(r"[\s\-–—]+")
_SPACES_ONLY = pattern(r"\s+")
_WORD = pattern(r"\w+")

TOPICS = ("columns", "sections", "words")
"""What phrases are about: the headings of columns, those of sections, words in cells and text."""
Synonyms = Mapping[str, Mapping[str, Sequence[str]]]
"""Topic -> concept -> phrases of a project's own."""

_FOLDER = Path(__file__).parent
_own: dict[str, dict[str, tuple[str, ...]]] = {}
_depending: list[Any] = []

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def word_cache(
    maxsize: int | None = None,
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """`functools.lru_cache` for what depends on the vocabulary: `speak` makes it forget."""

    def remembering(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        cached = lru_cache(maxsize)(function)
        _depending.append(cached)
        return cast("Callable[Asked, Answer]", cached)

    return remembering


def speak(synonyms: Synonyms) -> None:
    """Add a project's own phrases to the vocabulary, in the place of those of the last call.

    A phrase that heads another concept's columns or sections heads this one's instead. Topics
    and concepts that are not known are left out.
    """
    own = {
        topic: {concept: tuple(map(folding, phrases)) for concept, phrases in concepts.items()}
        for topic, concepts in synonyms.items()
        if (folding := _FOLDINGS.get(topic)) is not None
    }
    if own != _own:
        _own.clear()
        _own.update(own)
        for cached in _depending:
            cached.cache_clear()


@lru_cache(maxsize=4096)
def fold_words(text: str) -> str:
    """Header or heading text without case, parentheses, marks and double spaces."""
    if text.isascii() and text.isidentifier():
        return " ".join(text.replace("_", " ").split()).lower()
    text = _PARENTHESES.sub(" ", text)
    text = _MARKS.sub(" ", text)
    return _SPACES.sub(" ", text).strip().casefold()


@dataclass(frozen=True)
class Vocabulary:
    """The words of all languages together, by what they mean."""

    tables: dict[str, dict[str, tuple[str, ...]]]
    """Topic (columns, sections, words ...) -> concept -> phrases, folded, of all languages."""

    @cached_property
    def columns(self) -> dict[str, str]:
        """Folded column heading -> concept: field, type, constraints, nullable ..."""
        return _reverse(self.tables["columns"])

    @cached_property
    def sections(self) -> dict[str, str]:
        """Folded section heading -> role: backup, migration, indexes ..."""
        return _reverse(self.tables["sections"])

    def words(self, concept: str) -> frozenset[str]:
        """The folded words for a concept: `yes`, `no`, `primary-key`, `one-to-many` ..."""
        return self._word_sets.get(concept, frozenset())

    @cached_property
    def _word_sets(self) -> dict[str, frozenset[str]]:
        return {concept: frozenset(words) for concept, words in self.tables["words"].items()}

    def pattern(self, concept: str) -> re.Pattern[str]:
        """A pattern for any of a concept's words: whole words in scripts that have spaces."""
        found = self._patterns.get(concept)
        if found is None:
            words = sorted(self.words(concept), key=lambda word: (-len(word), word))
            found = self._patterns[concept] = _pattern(tuple(words))
        return found

    def find(self, concept: str, folded: str) -> re.Match[str] | None:
        """The first of a concept's words in a folded text, as its `pattern` finds it.

        Most texts hold none, which the words of a text show at once: where it has none of those
        that the concept's phrases begin with, no phrase is in it.
        """
        if folded.isascii():
            beginnings = self._beginnings.get(concept)
            if beginnings is None:
                phrases = self.words(concept)
                heads = [_WORD.search(phrase) for phrase in phrases]
                beginnings = frozenset(head[0] if head else "" for head in heads)
                self._beginnings[concept] = beginnings
            if "" not in beginnings and beginnings.isdisjoint(_words_of(folded)):
                return None
        return self.pattern(concept).search(folded)

    @cached_property
    def _beginnings(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {}

    def column(self, heading: str) -> str | None:
        """The concept that a column heading names, or None.

        A heading such as `Default / Constraint` means its first part that is known.
        """
        folded = fold_words(heading)
        found = self.columns.get(folded)
        if found is None and "/" in folded:
            parts = (self.columns.get(part.strip()) for part in folded.split("/"))
            found = next((part for part in parts if part), None)
        return found


@lru_cache(256)
def _words_of(folded: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded))


def _reverse(concepts: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {phrase: concept for concept, phrases in concepts.items() for phrase in phrases}


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    if not words:
        return pattern(r"(?!)")
    spaced = [word for word in words if _has_spaces(word)]
    dense = [word for word in words if not _has_spaces(word)]
    parts = [rf"(?<!\w)(?:{_any_of(spaced)})(?!\w)"] if spaced else []
    parts += [_any_of(dense)] if dense else []
    return pattern("|".join(parts), re.IGNORECASE)


def _any_of(words: list[str]) -> str:
    """An expression for any of the words; those of one first letter are alternatives together.

    A matcher looks whether a first letter is there before it tries any, and tries these before
    the words.
    """
    grouped: dict[str, list[str]] = {}
    for word in words:
        grouped.setdefault(word[0], []).append(re.escape(word[1:]))
    alternatives = (
        re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for first, rests in grouped.items()
    )
    return f"(?=[{''.join(map(re.escape, grouped))}])(?:{'|'.join(alternatives)})"


def _has_spaces(word: str) -> bool:
    """Whether the word's script puts spaces between words: all but Chinese, Japanese, Korean."""
    return not any(
        "\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in word
    )


@cache
def data(name: str) -> dict[str, Any]:
    """A data file of the vocabulary, without its ending: `technologies`, `types` ..."""
    return read_toml((_FOLDER / f"{name}.toml").read_text("utf-8"))


_FOLDINGS: dict[str, Callable[[str], str]] = {
    "columns": fold_words,
    "sections": fold_words,
    "words": lambda phrase: _SPACES_ONLY.sub(" ", phrase).strip().casefold(),
}
"""How a language file writes the phrases of a topic."""


@word_cache()
def vocabulary() -> Vocabulary:
    """The words of all languages, and those that the project in hand adds to them."""
    known = all_words()
    if not _own:
        return known
    tables = {topic: dict(concepts) for topic, concepts in known.tables.items()}
    for topic, concepts in _own.items():
        table = tables[topic]
        for concept, phrases in concepts.items():
            if topic != "words":
                for other, others in table.items():
                    table[other] = tuple(each for each in others if each not in phrases)
            if concept in table:
                table[concept] = tuple(dict.fromkeys((*table[concept], *phrases)))
    return Vocabulary(tables)


@cache
def all_words(folder: Path | None = None) -> Vocabulary:
    """The words of all languages that have a file under `languages/`, or in another folder.

    Raises ValueError for a line that `read_language` refuses, KeyError for an unknown topic.
    """
    merged: dict[str, dict[str, list[str]]] = {topic: {} for topic in TOPICS}
    files = (folder or _FOLDER / "languages").iterdir()
    for file in sorted((file for file in files if file.name.endswith(".toml")), key=_english_first):
        for topic, concepts in read_language(file.read_text("utf-8")).items():
            known = merged[topic]
            for concept, phrases in concepts.items():
                known.setdefault(concept, []).extend(phrases)
    return Vocabulary(
        {
            topic: {concept: tuple(dict.fromkeys(words)) for concept, words in concepts.items()}
            for topic, concepts in merged.items()
        }
    )


@cache
def languages() -> tuple[str, ...]:
    """The languages of the package by their codes, English first: en, de, es ..."""
    files = (_FOLDER / "languages").iterdir()
    names = (file.name for file in files if file.name.endswith(".toml"))
    return tuple(name.removesuffix(".toml") for name in sorted(names, key=_name_order))


@cache
def language(code: str) -> dict[str, dict[str, list[str]]]:
    """The words of one language: topic -> concept -> phrases, the usual one first."""
    file = _FOLDER / "languages" / f"{code}.toml"
    return read_language(file.read_text("utf-8"))


def read_language(text: str) -> dict[str, dict[str, list[str]]]:
    """A language file: topic -> concept -> phrases.

    A language file is TOML with each list on one line and in double quotes, where a list of TOML
    is a list of JSON, which takes a fifth of the time of `tomllib`. Phrases stand as they are
    looked up: columns and sections as `fold_words` leaves them, words in lower case.
    Raises ValueError for any other line.
    """
    topics: dict[str, list[str]] = {}
    members: list[str] = []
    for line in text.splitlines():
        concept, equals, phrases = line.partition(" = ")
        if equals and phrases.startswith("["):
            members.append(f'"{concept}": {phrases}')
        elif line.startswith("[") and line.endswith("]"):
            members = topics.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            raise ValueError(f"line of a language file is no list of phrases: {line[:60]}")
    return {topic: json.loads(f"{{{','.join(lines)}}}") for topic, lines in topics.items()}


def _english_first(file: Any) -> tuple[bool, str]:
    return _name_order(file.name)


def _name_order(name: str) -> tuple[bool, str]:
    return (name != "en.toml", name)
