"""Language and meaning -> the words that generated text is made of; all of it is data."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from storagelint.kinds import SectionSpec
from storagelint.reading.headings import section_role
from storagelint.vocabulary import language, vocabulary, word_cache
from storagelint.vocabulary.toml import read_toml

ENGLISH = "en"


def phrase(code: str, topic: str, name: str, **values: str) -> str:
    """A phrase in a language, in English where that has none, with its places filled in."""
    text: str = _phrases(code).get(topic, {}).get(name) or _phrases(ENGLISH)[topic][name]
    for place, value in values.items():
        text = text.replace(f"{{{place}}}", value)
    return text


def phrases(code: str, topic: str, name: str, **values: str) -> list[str]:
    """Sentences in a language, in English where that has none."""
    found: list[str] = _phrases(code).get(topic, {}).get(name) or _phrases(ENGLISH)[topic][name]
    for place, value in values.items():
        found = [text.replace(f"{{{place}}}", value) for text in found]
    return list(found)


def has_phrase(topic: str, name: str) -> bool:
    """Whether there is such a phrase at all."""
    return name in _phrases(ENGLISH).get(topic, {})


@word_cache()
def heading(spec: SectionSpec, code: str) -> str:
    """How a section is headed in a language: by a word that is read back as this section."""
    if code == ENGLISH:
        return spec.heading
    own = _phrases(code).get("headings", {}).get(spec.role)
    words = language(code)["sections"].get(spec.role, [])
    for each in [own, *words] if own else words:
        if section_role(each) == spec.role:
            return each[0].upper() + each[1:]
    return spec.heading


@word_cache()
def column(concept: str, default: str, code: str) -> str:
    """How a column is headed in a language: by a word that is read back as this concept."""
    if code == ENGLISH:
        return default
    own = _phrases(code).get("columns", {}).get(concept)
    words = language(code)["columns"].get(concept, [])
    for each in [own, *words] if own else words:
        if vocabulary().column(each) == concept:
            return each[0].upper() + each[1:]
    return default


@cache
def word(concept: str, default: str, code: str) -> str:
    """A word such as `high` or `medium` in a language."""
    if code == ENGLISH:
        return default
    found = language(code)["words"].get(concept, [default])[0]
    return found[0].upper() + found[1:]


@cache
def _phrases(code: str) -> dict[str, dict[str, Any]]:
    file = resources.files(__name__.rpartition(".")[0]) / "phrases" / f"{code}.toml"
    return read_toml(file.read_text("utf-8")) if file.is_file() else {}
