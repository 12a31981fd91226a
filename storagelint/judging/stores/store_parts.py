"""The text about a store that is not relational -> which of the parts it needs are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from storagelint.judging.pages.scaffolds import is_scaffold
from storagelint.markdown import ItemList, Section, Table
from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind
from storagelint.patterns import pattern
from storagelint.source import Span
from storagelint.vocabulary import data, vocabulary

Parts = Mapping[str, re.Pattern[str]]
"""What must be said -> the words by which it is known."""
_SEVERAL = 3
"""From how many entities on that lack the same one finding speaks for all."""
_ENOUGH = 2
"""How many parts a list must name to describe a store."""
_TABULAR = frozenset(["relational", "column", "warehouse", "time-series"])
_ASIDE_OF_ALL = frozenset(["retention"])
_ASIDE = {
    EntityKind.KEY: frozenset(["retention", "cache"]),
    EntityKind.INDEX: frozenset(["retention", "indexes"]),
    EntityKind.COLLECTION: frozenset(
        ["retention", "indexes", "validation", "constraints", "integrity"]
    ),
    EntityKind.TABLE: frozenset(["retention", "indexes", "validation", "constraints", "integrity"]),
}
"""Which sections speak of all entities of a kind at once."""
_NUMBER = pattern(r"\A[\d.]{1,12}[.)]?\s+")


def _labels(*phrases: str) -> re.Pattern[str]:
    return pattern(rf"\*{{0,2}}({'|'.join(phrases)})(?:\*\*)?\s?[:：]", re.IGNORECASE)


_LABELS = {
    "object": _labels("bucket", "key naming", "object keys?", "key pattern", "lifecycle", "access"),
    "search": _labels("mappings?", "analy[sz]ers?", "source of truth", "source", "refresh"),
    "vector": _labels("dimensions?", "(?:distance )?metric", "index type", "embeddings?"),
    "time-series": _labels("measurement", "tags", "fields", "retention", "downsampling"),
    "file": _labels(
        "(?:file )?structure", "(?:file )?format", "naming convention", "access pattern"
    ),
}
"""The class of a store -> the labels by which a list is known to describe one."""


@dataclass(frozen=True, slots=True)
class _Described:
    name: str
    span: Span
    entity: Entity | None


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Something of a store that does not say all it must."""

    name: str
    span: Span
    entity: Entity | None
    missing: tuple[str, ...]
    lines: tuple[int, ...]
    """Where it stands, with all the others of which the same is to be said."""


def words(*phrases: str) -> re.Pattern[str]:
    """A pattern for any of some phrases, each at the start of a word; not for Chinese ones."""
    spaced = "|".join(phrase for phrase in phrases if phrase[0].isascii())
    dense = [phrase for phrase in phrases if not phrase[0].isascii()]
    parts = [rf"\b(?:{spaced})", *dense] if spaced else dense
    return pattern("|".join(parts), re.IGNORECASE)


@cache
def _parts(store_class: str) -> Parts:
    return {part: words(*phrases) for part, phrases in data("stores")[store_class].items()}


def incomplete(document: Document, kind: EntityKind, store_class: str) -> Iterator[Incomplete]:
    """The entities of a kind, the sections that describe a store of a class, or the only
    store of that class, whose text lacks a part.

    What the section around its siblings says counts for each of them. A scaffold that waits for
    its author is not judged.
    """
    parts = _parts(store_class)
    entities = [
        each for each in _entities(document, kind) if not is_scaffold(document, each.span.line)
    ]
    described = [_Described(each.name, each.span, each) for each in entities]
    texts = [text_about(document, each) for each in entities]
    for labelled in _labelled(document, store_class):
        name = _NUMBER.sub("", labelled.title).strip("` ")
        described.append(_Described(name, labelled.span, None))
        texts.append("\n".join([*_own_lines(document, labelled), *_aside(document, kind)]))
    alike: dict[tuple[str, ...], list[_Described]] = {}
    for thing, text in zip(described, texts, strict=True):
        missing = _missing(text, parts)
        if missing:
            alike.setdefault(missing, []).append(thing)
    for missing, things in alike.items():
        several = len(things) >= _SEVERAL
        for thing in things[:1] if several else things:
            name = f"{thing.name} and {len(things) - 1} others" if several else thing.name
            lines = [each.span.line for each in (things if several else [thing])]
            yield Incomplete(name, thing.span, thing.entity, missing, tuple(lines))
    if described or document.store_classes != {store_class} or document.entities:
        return
    section = document.section("entities")
    if section is not None and is_scaffold(document, section.line):
        return
    missing = _missing("\n".join(document.page.source.lines), parts)
    if missing and document.chosen_stores:
        store = document.chosen_stores[0]
        yield Incomplete(store.technology, store.span, None, missing, (store.span.line,))


def _missing(text: str, parts: Parts) -> tuple[str, ...]:
    return tuple(part for part, known in parts.items() if not known.search(text))


def _entities(document: Document, kind: EntityKind) -> list[Entity]:
    """The entities of a kind; where only documents are stored, a table of fields shows one."""
    kinds = {kind}
    if kind is EntityKind.COLLECTION and "document" in document.store_classes:
        kinds |= {EntityKind.TABLE} if document.store_classes.isdisjoint(_TABULAR) else set()
    return [entity for entity in document.entities if entity.kind in kinds and not entity.partial]


def _labelled(document: Document, store_class: str) -> Iterator[Section]:
    """The sections beside entities that describe a store of a class by a list of its parts."""
    labels = _LABELS.get(store_class)
    if labels is None or store_class not in document.store_classes:
        return
    defined = {
        document.page.section_at(definition.line).line
        for entity in document.entities
        for definition in entity.definitions
    }
    for fact in document.sections:
        if fact.role != "entities" or fact.label:
            continue
        for section in document.page.section_at(fact.line).children:
            if section.line not in defined and _states(section, labels):
                yield section


def _states(section: Section, labels: re.Pattern[str]) -> bool:
    items = (
        item for block in section.blocks if isinstance(block, ItemList) for item in block.items
    )
    said = {match[1].casefold() for item in items if (match := labels.match(item.raw))}
    return len(said) >= _ENOUGH


def text_about(document: Document, entity: Entity) -> str:
    """The entity's own section, the options read from its row, and what introduces it.

    Of the table that has the entity in a row only this row counts, with the headings of the
    cells that are filled.
    """
    section = document.page.section_at(entity.section_line or entity.span.line)
    options = [f"{key} {value}" for key, value in entity.options.items()]
    row = ["fields"] if entity.fields else []
    own = _own_lines(document, section)
    for block in section.blocks if entity.kind is EntityKind.KEY else []:
        if isinstance(block, Table) and block.line <= entity.span.line <= block.end_line:
            row = [f"key {entity.name}", *_row(block, entity.span.line)]
            lines = document.page.source.lines
            own = [
                *_introduction(document, section),
                *lines[section.line - 1 : block.line - 1],
                *lines[block.end_line : section.end_line],
            ]
    return "\n".join([*own, *row, *options, *_aside(document, entity.kind)])


def _row(table: Table, line: int) -> Iterator[str]:
    nothing = vocabulary().words("nothing")
    for row in table.rows:
        if row.line == line:
            for heading, cell in zip(table.header.cells, row.cells, strict=False):
                if cell.text and cell.text.casefold() not in nothing:
                    yield f"{heading.text} {cell.text}"


def _own_lines(document: Document, section: Section) -> list[str]:
    lines = document.page.source.lines
    return [*_introduction(document, section), *lines[section.line - 1 : section.end_line]]


def _introduction(document: Document, section: Section) -> Sequence[str]:
    around = section.parent
    if around is None or around.level <= 1 or not around.children:
        return ()
    return document.page.source.lines[around.line - 1 : around.children[0].line - 1]


def _aside(document: Document, kind: EntityKind) -> Iterator[str]:
    """Sections that speak of all entities of a kind at once: indexes, validation, retention."""
    lines = document.page.source.lines
    roles = _ASIDE.get(kind, _ASIDE_OF_ALL)
    for fact in document.sections:
        if fact.role in roles and not (fact.label and fact.role in _ASIDE_OF_ALL):
            yield from lines[fact.line - 1 : fact.end_line]
