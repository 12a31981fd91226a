"""Stories and endpoints -> the queries that they ask of the entities that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from storagelint.generating.texts.names import plural_of, singular_of
from storagelint.generating.wording import ENGLISH, phrase
from storagelint.judging.relations.links import key_of
from storagelint.judging.surroundings.neighbours import Endpoint
from storagelint.judging.surroundings.requirements import Story
from storagelint.model import Entity, Frequency, QueryPattern
from storagelint.model.names import singular, words

_MOST = 30
"""So many queries of stories or of endpoints are proposed at most."""


class Act(StrEnum):
    """What is done with rows; the values are the names of phrases."""

    READ = "key-pattern"
    LIST = "newest-pattern"
    INSERT = "insert-pattern"
    CHANGE = "change-pattern"
    REMOVE = "remove-pattern"


_VERBS = {
    Act.INSERT: """place create add register sign submit upload record post book issue open write
        send import""",
    Act.CHANGE: """edit update change cancel approve reject assign rename mark move reset close
        confirm archive""",
    Act.REMOVE: "delete remove",
    Act.LIST: "list browse",
    Act.READ: "read see view show look get open",
}
_ACTS = {verb: act for act, verbs in _VERBS.items() for verb in verbs.split()}
_METHODS = {
    "GET": Act.READ,
    "POST": Act.INSERT,
    "PUT": Act.CHANGE,
    "PATCH": Act.CHANGE,
    "DELETE": Act.REMOVE,
}
_NAMES = {
    Act.READ: "by-key",
    Act.LIST: "newest",
    Act.INSERT: "insert",
    Act.CHANGE: "change",
    Act.REMOVE: "remove",
}
_WRITES = frozenset([Act.INSERT, Act.CHANGE, Act.REMOVE])


def asked_by_stories(
    stories: Iterable[Story], entities: Sequence[Entity], code: str = ENGLISH
) -> list[QueryPattern]:
    """A query for each story that names an entity and what is done with it."""
    return list(_of_stories(stories, entities, code))[:_MOST]


def asked_by_endpoints(
    endpoints: Iterable[Endpoint], entities: Sequence[Entity], code: str = ENGLISH
) -> list[QueryPattern]:
    """A query for each endpoint, of the entity that its path names."""
    return list(_of_endpoints(endpoints, entities, code))[:_MOST]


def _of_stories(
    stories: Iterable[Story], entities: Sequence[Entity], code: str
) -> Iterator[QueryPattern]:
    for story in stories:
        said = [word.casefold() for word in words(story.title)]
        entity = _named({singular(word) for word in said}, entities)
        act = next((_ACTS[word] for word in said if word in _ACTS), None)
        if entity is None or act is None:
            continue
        if act is Act.READ and words(entity.name)[-1] not in said:
            act = Act.LIST if singular(words(entity.name)[-1]) not in said else Act.READ
        often = Frequency.MEDIUM if story.priority < 2 else Frequency.LOW
        yield _query(f"{story.title} ({story.id})", act, entity, often, code)


def _of_endpoints(
    endpoints: Iterable[Endpoint], entities: Sequence[Entity], code: str
) -> Iterator[QueryPattern]:
    for endpoint in endpoints:
        parts = [part for part in endpoint.path.split("/") if part]
        named = [_named({singular(word) for word in words(part)}, entities) for part in parts]
        entity = next((each for each in reversed(named) if each), None)
        if entity is None:
            unknown = phrase(code, "queries", "unknown-pattern")
            yield QueryPattern(name=str(endpoint), frequency=Frequency.LOW, strategy=unknown)
            continue
        act = _METHODS[endpoint.verb]
        if act is Act.READ and (named[-1] or parts[-1][0] not in "{:"):
            act = Act.LIST
        elif act is Act.INSERT and named[-1] is None:
            act = Act.CHANGE
        name = f"{_said(act, entity, code)} ({endpoint})"
        yield _query(name, act, entity, Frequency.MEDIUM, code)


def _said(act: Act, entity: Entity, code: str) -> str:
    """What is done, in words: `Create booking`."""
    one, many = singular_of(entity, code), plural_of(entity, code)
    text = phrase(code, "queries", _NAMES[act], entity=one, entities=many)
    return text[:1].upper() + text[1:]


def _named(said: set[str], entities: Sequence[Entity]) -> Entity | None:
    """The entity all of whose words are said; of several the one of most words."""
    found = [each for each in entities if {singular(word) for word in words(each.name)} <= said]
    return max(found, key=lambda each: len(words(each.name)), default=None)


def _query(name: str, act: Act, entity: Entity, often: Frequency, code: str) -> QueryPattern:
    key = key_of(entity)
    fields = ", ".join(key)
    return QueryPattern(
        name=name,
        frequency=often,
        entities=[entity.name],
        entities_stated=True,
        filters=[] if act in (Act.INSERT, Act.LIST) else list(key),
        filters_stated=act is not Act.INSERT,
        sorts=list(key) if act is Act.LIST else [],
        paginated=act is Act.LIST,
        writes=act in _WRITES,
        strategy=phrase(code, "queries", act.value, fields=fields),
    )
