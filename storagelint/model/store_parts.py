"""The text about a store that is not relational -> which of the parts it needs are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind
from storagelint.patterns import pattern
from storagelint.source import Span

Parts = Mapping[str, re.Pattern[str]]
"""What must be said -> the words by which it is known."""
_SEVERAL = 3
"""From how many entities on that lack the same one finding speaks for all."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Something of a store that does not say all it must."""

    name: str
    span: Span
    entity: Entity | None
    missing: tuple[str, ...]


def words(*phrases: str) -> re.Pattern[str]:
    """A pattern for any of some phrases, each at the start of a word; not for Chinese ones."""
    return pattern(
        "|".join(rf"\b{phrase}" if phrase[0].isascii() else phrase for phrase in phrases),
        re.IGNORECASE,
    )


def incomplete(
    document: Document, kind: EntityKind, store_class: str, parts: Parts
) -> Iterator[Incomplete]:
    """The entities of a kind, or the only store of a class, whose text lacks a part.

    What the section around its siblings says counts for each of them.
    """
    described = [entity for entity in document.entities if entity.kind is kind]
    alike: dict[tuple[str, ...], list[Entity]] = {}
    for entity in described:
        text = text_about(document, entity)
        missing = tuple(part for part, known in parts.items() if not known.search(text))
        if missing:
            alike.setdefault(missing, []).append(entity)
    for missing, entities in alike.items():
        several = len(entities) >= _SEVERAL
        for entity in entities[:1] if several else entities:
            name = f"{entity.name} and {len(entities) - 1} others" if several else entity.name
            yield Incomplete(name, entity.span, entity, missing)
    if described or document.store_classes != {store_class} or document.entities:
        return
    text = "\n".join(document.page.source.lines)
    missing = tuple(part for part, known in parts.items() if not known.search(text))
    if missing and document.stores:
        store = document.stores[0]
        yield Incomplete(store.technology, store.span, None, missing)


def text_about(document: Document, entity: Entity) -> str:
    """The entity's own section, the options read from its row, and what introduces it."""
    lines = document.page.source.lines
    section = document.page.section_at(entity.section_line or entity.span.line)
    own = lines[section.line - 1 : section.end_line]
    around = section.parent
    above = around is not None and around.level > 1 and around.children[:1]
    introduction = lines[around.line - 1 : around.children[0].line - 1] if around and above else []
    options = [f"{key} {value}" for key, value in entity.options.items()]
    return "\n".join([*introduction, *own, *options, *_aside(document)])


def _aside(document: Document) -> Iterator[str]:
    """Sections that speak of all entities at once: indexes, validation, retention ..."""
    lines = document.page.source.lines
    for fact in document.sections:
        if fact.role in ("indexes", "validation", "constraints", "retention", "cache", "integrity"):
            yield from lines[fact.line - 1 : fact.end_line]
