"""Settings -> the technologies, topics, concepts and phrases in them that cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from storagelint.config.lines import KeyPath
from storagelint.vocabulary import TOPICS, all_words, data, fold_words
from storagelint.vocabulary.nearest import nearest

if TYPE_CHECKING:
    from storagelint.config import Settings

MOST_PHRASES = 200
"""The most phrases of one concept."""
LONGEST_PHRASE = 100
"""In characters."""


def vocabulary_problems(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong with the words of the settings: a key and a clause each."""
    yield from _technology(("technology",), settings.technology)
    for name, kind in settings.kinds.items():
        technology = kind.get("technology")
        yield from _technology(("kinds", name, "technology"), technology)
        yield from _kind(name, kind)
    for topic, concepts in settings.synonyms.items():
        if topic not in TOPICS:
            yield ("synonyms", topic), f"unknown topic synonyms.{topic}{_guess(topic, TOPICS)}"
            continue
        known = all_words().tables[topic]
        for concept, phrases in concepts.items():
            path: KeyPath = ("synonyms", topic, concept)
            if concept not in known:
                key = f"synonyms.{topic}.{concept}"
                yield path, f"unknown concept {key}{_guess(concept, known)}"
            yield from _phrases(path, phrases, fold_words if topic != "words" else str.strip)


def _kind(name: str, kind: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong with the tables and the classes of stores in a kind that is well formed."""
    from storagelint.reading.columns import TableRole

    roles = [role.value for role in TableRole]
    concepts = all_words().tables["columns"]
    tables, sections = kind.get("tables", {}), kind.get("sections", ())
    for role, table in tables.items() if isinstance(tables, dict) else ():
        path: KeyPath = ("kinds", name, "tables", role)
        key = ".".join(map(str, path))
        if role not in roles:
            yield path, f"unknown role of a table {key}{_guess(role, roles)}"
        for concept in table.get("columns", ()) if isinstance(table, dict) else ():
            if concept not in concepts:
                found = f"{key}.columns.{concept}"
                yield (
                    (*path, "columns", concept),
                    f"unknown concept {found}{_guess(concept, concepts)}",
                )
    classes = data("technologies")["classes"]
    for number, section in enumerate(sections if isinstance(sections, list | tuple) else ()):
        for each in section.get("applies", ()) if isinstance(section, dict) else ():
            if each not in classes:
                message = f"unknown class of stores {each}{_guess(str(each), classes)}"
                yield ("kinds", name, "sections", number, "applies"), message


def _technology(path: KeyPath, name: str | None) -> Iterator[tuple[KeyPath, str]]:
    if name is None:
        return
    if "://" in name or "@" in name or "=" in name:
        yield path, f"{'.'.join(map(str, path))}: expected the name of a technology, not an address"
        return
    from storagelint.reading.words.technologies import nearest_technology, technology

    if technology(name) is None:
        guess = nearest_technology(name)
        hint = f", did you mean {guess}?" if guess else ""
        key = ".".join(map(str, path))
        yield path, f"{key}: {name} is no storage technology that is known{hint}"


def _phrases(
    path: KeyPath, phrases: tuple[str, ...], fold: Callable[[str], str]
) -> Iterator[tuple[KeyPath, str]]:
    key = ".".join(map(str, path))
    if len(phrases) > MOST_PHRASES:
        yield path, f"{key} has more than {MOST_PHRASES} phrases"
    for phrase in phrases:
        if not fold(phrase):
            yield path, f"{key} has a phrase that says nothing"
        elif len(phrase) > LONGEST_PHRASE:
            yield path, f"{key} has a phrase of more than {LONGEST_PHRASE} characters"


def _guess(word: str, known: Iterable[str]) -> str:
    found = nearest(word, known, at_least=60)
    return f", did you mean {found}?" if found else ""
