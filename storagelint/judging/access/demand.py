"""queries x entities -> what a query asks of an entity: how often, of how many rows, in words."""

from __future__ import annotations

import re
from collections.abc import Set

from storagelint.judging.access.coverage import documented_rows
from storagelint.judging.access.methods import TEXT_SEARCH
from storagelint.model.document import Document
from storagelint.model.facts import Entity, Frequency, Index, QueryPattern, TypeFamily
from storagelint.model.names import singular, words
from storagelint.patterns import pattern

SMALL_TABLE = 1000
"""Rows up to which reading all of them costs next to nothing."""

_INSERT = pattern(
    r"\b(?:insert|creat|append|add|record|register|enqueue|sav|stor)(?:e|es|s|ing|ion)?\b",
    re.IGNORECASE,
)
_LIST = pattern(
    r"\b(?:list|browse|all|show all|export|history|feed|timeline)\b"
    r"|列表|一覧|목록|список|listar|liste|danh sách",
    re.IGNORECASE,
)
_ONE = pattern(
    r"\b(?:count|sum|total|average|aggregate\w*|statistics|stats|exists?|single|one)\b",
    re.IGNORECASE,
)
_WILDCARD = pattern(r"\b(?:i?like)\s+['\"`]%|['\"`]%[\w{}:?$]+%?['\"`]", re.IGNORECASE)
_CONTAINS = pattern(
    r"\bsubstring\b|\bcontains (?:a |the )?(?:text|word|term|string)", re.IGNORECASE
)
_CONTAINS_HINTS = ("substring", "contains")
_OFFSET = pattern(r"\boffset\b", re.IGNORECASE)
_NO_OFFSET = pattern(
    r"\b(?:no|not|without|avoids?|instead of|rather than|never|over|replaces?)\b"
    r"[^.;|]{0,20}\boffset\b|\boffset\b[^.;|]{0,20}\b(?:avoided|forbidden)\b"
    r"|\boffset (?:byte|commit)|\b(?:byte|file|utc|time|kafka)[ -]offset",
    re.IGNORECASE,
)

_OF_ELEMENTS = frozenset([TypeFamily.ARRAY, TypeFamily.JSON])
"""Types of which an index finds whole elements and keys."""


def rows_of(query: QueryPattern, document: Document) -> float | None:
    """The documented rows of the largest entity of a query; None where one of them has none."""
    entities = [document.entity(name) for name in query.entities]
    rows = [documented_rows(document, entity) for entity in entities if entity is not None]
    known = [number for number in rows if number is not None]
    return max(known) if known and len(known) == len(rows) else None


def is_small(entity: Entity, document: Document, rows: float = SMALL_TABLE) -> bool:
    """Whether the document gives an entity so few rows that reading all of them is cheap."""
    documented = documented_rows(document, entity)
    return documented is not None and documented <= rows


def words_asked(document: Document) -> Set[str]:
    """The words, in the singular, in which the queries of a document are named and explained."""
    return document.once(_words_asked)


def _words_asked(document: Document) -> frozenset[str]:
    texts = {text for query in document.queries for text in (query.name, query.strategy) if text}
    return frozenset(map(singular, set().union(*map(words, texts))))


def inserts(query: QueryPattern) -> bool:
    """Whether a query only adds rows, for which no index is needed."""
    told = _INSERT.search(query.name) or _INSERT.match(query.strategy or "")
    return query.writes is True and bool(told) and not query.filters_stated


def words_of(query: QueryPattern, document: Document) -> str:
    """What a query says of itself; for SQL the statement."""
    if query.form == "sql":
        return "\n".join(
            document.page.source.lines[query.span.line - 1 : query.span.end_line][:200]
        )
    return f"{query.name} {query.strategy or ''}"


def lists_rows(query: QueryPattern) -> bool:
    """Whether a query returns rows without end, by its name."""
    return (
        query.writes is not True and bool(_LIST.search(query.name)) and not _ONE.search(query.name)
    )


def leads_with_wildcard(query: QueryPattern, document: Document) -> bool:
    """Whether it looks for text anywhere in a value: `LIKE '%x%'`."""
    text = words_of(query, document)
    if "%" in text and _WILDCARD.search(text):
        return True
    return any(hint in text.lower() for hint in _CONTAINS_HINTS) and bool(_CONTAINS.search(text))


def finds_text(index: Index, entity: Entity, query: QueryPattern, document: Document) -> bool:
    """Whether an index of the entity finds words or parts of words for a query.

    One on arrays or JSON alone finds whole elements and keys: it serves a query that names it or
    one of its fields.
    """
    if index.method not in TEXT_SEARCH:
        return False
    fields = [entity.field(each.name) for each in index.fields if each.expression is None]
    whole = [field for field in fields if field is not None and field.family in _OF_ELEMENTS]
    if not whole or len(whole) < len(index.fields):
        return True
    said = words_of(query, document).casefold()
    names = [index.name, *(field.name for field in whole)]
    return any(name.casefold() in said for name in names if name)


def uses_offset(query: QueryPattern, document: Document) -> bool:
    """Whether it pages by counting rows off."""
    text = words_of(query, document)
    if "offset" not in text.lower():
        return False
    return bool(_OFFSET.search(text)) and not _NO_OFFSET.search(text)


def frequency_of(query: QueryPattern) -> str:
    """The frequency as a word before a noun: `high-frequency `; empty where none is stated."""
    return f"{query.frequency.value}-frequency " if query.frequency else ""


def is_high(query: QueryPattern) -> bool:
    """Whether it runs over 100 times a second."""
    return query.frequency is Frequency.HIGH
