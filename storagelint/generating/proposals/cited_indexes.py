"""Queries that name an index which is nowhere listed -> that index, as its name tells it."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.coverage import main_field
from storagelint.judging.relations.links import key_of
from storagelint.model import Document, Entity, Index, IndexField, QueryPattern
from storagelint.model.names import fold, words
from storagelint.patterns import pattern

_PREFIX = pattern(r"\A(?:idx|ix|index|uq|uk|ux)_|_(?:idx|ix|index|uq|uk|key)\Z")


def cited_indexes(document: Document) -> Iterator[Index]:
    """The indexes that queries rest on by name and the document does not list.

    Entity and fields are those that the name spells; else what the query filters and sorts; else
    the key, so that whoever named the index finds it and says what it is on.
    """
    known = {index.name.casefold() for index in document.indexes if index.name}
    for query in document.queries:
        for name in query.indexes:
            if name.casefold() in known:
                continue
            found = _index(document, query, name)
            if found is not None:
                known.add(name.casefold())
                yield found


def _index(document: Document, query: QueryPattern, name: str) -> Index | None:
    named = [entity for each in query.entities if (entity := document.entity(each))]
    entities = [entity for entity in (named or document.entities) if entity.fields]
    spelled = [(entity, fields) for entity in entities if (fields := _spelled(entity, name))]
    if spelled:
        entity, fields = min(spelled, key=lambda pair: len(pair[1]))
    elif named and entities:
        entity = entities[0]
        asked = (main_field(entity, each) for each in (*query.filters, *query.sorts))
        fields = list(dict.fromkeys(field.name for field in asked if field))
        fields = fields or list(key_of(entity))
    else:
        return None
    if not fields:
        return None
    unique = len(fields) == 1 and entity.is_unique(tuple(fields))
    parts = [IndexField(each) for each in fields]
    return Index(name=name, entity=entity.name, fields=parts, unique=unique, purpose=query.name)


def _spelled(entity: Entity, name: str) -> list[str]:
    """The fields of an entity that the name of an index spells behind the entity's name."""
    parts = [part for part in _PREFIX.sub("", name.casefold()).split("_") if part]
    starts = range(len(parts), -1, -1)
    head = next((n for n in starts if n and fold("_".join(parts[:n])) in entity.keys), 0)
    return _fields(entity, parts[head:])


def _fields(entity: Entity, parts: list[str]) -> list[str]:
    """Fields whose names are these words one after the other; none where a word is left."""
    by_words = {tuple(words(field.name)): field.name for field in entity.fields}
    found: list[str] = []
    at = 0
    while at < len(parts):
        for end in range(len(parts), at, -1):
            name = by_words.get(tuple(word for part in parts[at:end] for word in words(part)))
            if name is not None:
                found.append(name)
                at = end
                break
        else:
            return []
    return found
