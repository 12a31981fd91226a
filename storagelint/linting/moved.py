"""Known findings, findings -> what is known under the paths that moved documents have now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from pathlib import PurePosixPath

from storagelint.linting.fingerprint import Identity, identity
from storagelint.linting.rule import Diagnostic

_LEAST_ALIKE = 0.5
"""The share of entities with findings that two documents have in common to be taken for one."""

_Entities = Mapping[str, Set[str]]
"""Path of a document -> the entities in it that findings are about."""


def followed(
    known: Counter[Identity],
    findings: Iterable[Diagnostic],
    name: Callable[[str], str],
    is_gone: Callable[[str], bool],
) -> Counter[Identity]:
    """What is known, with the new paths of documents that were moved or renamed.

    A document is taken for another one that is gone where nothing is known of it under its own
    path, and the findings of both are about the same entities, by half of them at least. Where two
    could be meant, the one that keeps its file name is, else none. So no finding is taken for known
    but one of the same rule about the same thing as before.
    """
    found = [identity(each, name(each.path)) for each in findings]
    paths = {each.path for each in known}
    come = _entities(each for each in found if each.path not in paths)
    if not come:
        return known
    codes = {each.code for each in found}
    old = {path for path in paths if is_gone(path)}
    gone = _entities(each for each in known if each.path in old and each.code in codes)
    moves = _moves(gone, come)
    return Counter(
        {
            each._replace(path=moves.get(each.path, each.path)): count
            for each, count in known.items()
        }
    )


def _entities(found: Iterable[Identity]) -> _Entities:
    entities: dict[str, set[str]] = defaultdict(set)
    for each in found:
        if each.entity:
            entities[each.path].add(each.entity)
    return entities


def _moves(gone: _Entities, come: _Entities) -> dict[str, str]:
    """Old path -> new path, where both have one counterpart only."""
    pairs = list(_alike(gone, come))
    named = [pair for pair in pairs if PurePosixPath(pair[0]).name == PurePosixPath(pair[1]).name]
    moves = dict(_single(named))
    taken = moves.keys() | set(moves.values())
    return moves | dict(_single([pair for pair in pairs if taken.isdisjoint(pair)]))


def _alike(gone: _Entities, come: _Entities) -> Iterator[tuple[str, str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for path, entities in come.items():
        for entity in entities:
            places[entity].append(path)
    for old, entities in gone.items():
        for new in sorted({path for entity in entities for path in places.get(entity, ())}):
            both = entities & come[new]
            if len(both) >= _LEAST_ALIKE * len(entities | come[new]):
                yield old, new


def _single(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs of which neither side stands in another pair."""
    pairs = list(pairs)
    olds, news = (Counter(side) for side in zip(*pairs, strict=True)) if pairs else ({}, {})
    yield from ((old, new) for old, new in pairs if olds[old] == news[new] == 1)
