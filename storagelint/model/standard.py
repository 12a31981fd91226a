"""What a storage component consists of by the standard: its words, parts, phases and tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from storagelint.patterns import pattern
from storagelint.vocabulary import data, fold_words

_WORD = pattern(r"[^\W_]+")
_EMPTY_WORDS = frozenset(
    "a an and as for if in of on or the to up with set based applicable".split()
)


@dataclass(frozen=True, slots=True)
class StandardPart:
    """A part of every specification."""

    name: str
    keys: frozenset[str]
    """The folded headings that name it."""
    scaffold: str = ""
    """What stands there until its author writes it."""


@dataclass(frozen=True, slots=True)
class StandardPhase:
    """A phase of the standard plan."""

    number: int
    name: str
    stage: str
    """design, setup, build, check or record."""
    words: tuple[frozenset[str], ...]
    """Sets of stems; a phase whose name has all of one set does this phase's work."""
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard of components; all of it is data in `vocabulary/components.toml`."""

    type: str
    storage_types: tuple[str, ...]
    statuses: tuple[str, ...]
    metadata_keys: tuple[str, ...]
    """The keys of metadata.json, in their order."""
    files: tuple[str, ...]
    """The files of every component."""
    context_files: tuple[str, ...]
    """The files beside tracks.md that all components refer to."""
    columns: dict[str, tuple[str, ...]]
    """Column of tracks.md -> its headings; the first is the one to write."""
    parts: tuple[StandardPart, ...]
    phases: tuple[StandardPhase, ...]

    def column(self, heading: str) -> str | None:
        """The column that a heading of tracks.md names, or None."""
        return _columns().get(fold_words(heading))

    def part(self, heading: str) -> StandardPart | None:
        """The part of a specification that a heading or a label names, or None."""
        return _parts().get(fold_part(heading))

    def phases_of(self, name: str) -> tuple[StandardPhase, ...]:
        """The standard phases whose work a phase of that name does; none for one's own."""
        return _phases_of(name)


@cache
def standard() -> Standard:
    """The standard, read once."""
    raw = data("components")
    return Standard(
        type=raw["type"],
        storage_types=tuple(raw["storage_types"]),
        statuses=tuple(raw["statuses"]),
        metadata_keys=tuple(raw["metadata_keys"]),
        files=tuple(raw["files"]),
        context_files=tuple(raw["context_files"]),
        columns={name: tuple(headings) for name, headings in raw["columns"].items()},
        parts=tuple(
            StandardPart(
                part["name"],
                frozenset(fold_part(each) for each in (part["name"], *part.get("aliases", ()))),
                part.get("scaffold", "").strip(),
            )
            for part in raw["parts"]
        ),
        phases=tuple(
            StandardPhase(
                number,
                phase["name"],
                phase["stage"],
                tuple(frozenset(stems(words)) for words in (phase["name"], *phase["words"])),
                tuple(phase["tasks"]),
            )
            for number, phase in enumerate(raw["phases"], 1)
        ),
    )


def fold_part(heading: str) -> str:
    """A heading without number, case and marks, with `and` for `&` and `/`."""
    text = re.sub(r"\A[\d.]{1,12}[.)]?\s+", "", heading.strip()[:200])
    return " ".join(fold_words(re.sub(r"[&/]", " and ", text)).split())


def stems(text: str) -> set[str]:
    """The beginnings of the words that carry meaning: `Testing` and `tests` are alike."""
    words = (word.casefold() for word in _WORD.findall(text[:500]))
    return {word.removesuffix("s")[:5] for word in words if word not in _EMPTY_WORDS}


def lacking(texts: Iterable[str]) -> list[tuple[StandardPhase, str]]:
    """The standard tasks that none of some texts speaks of, each with its phase.

    A text speaks of a task when it has half of its words. One that has all words of a task is that
    task, and speaks of no other.
    """
    tasks = [(phase, task, stems(task)) for phase in standard().phases for task in phase.tasks]
    free: list[set[str]] = []
    done: set[str] = set()
    for text in texts:
        words = stems(text)
        meant = {task for _, task, wanted in tasks if wanted <= words}
        done |= meant
        if not meant:
            free.append(words)
    return [
        (phase, task)
        for phase, task, wanted in tasks
        if task not in done and not any(2 * len(wanted & words) >= len(wanted) for words in free)
    ]


@cache
def _columns() -> dict[str, str]:
    columns = standard().columns
    return {fold_words(each): name for name, headings in columns.items() for each in headings}


@cache
def _parts() -> dict[str, StandardPart]:
    return {key: part for part in standard().parts for key in part.keys}


@lru_cache(maxsize=1024)
def _phases_of(name: str) -> tuple[StandardPhase, ...]:
    phases = standard().phases
    exact = next((phase for phase in phases if fold_part(phase.name) == fold_part(name)), None)
    if exact is not None:
        return (exact,)
    found = stems(name)
    return tuple(phase for phase in phases if any(words <= found for words in phase.words))
