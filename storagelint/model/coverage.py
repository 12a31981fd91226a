"""queries x indexes: which key or index serves a filter or a sort, by leading prefix.

An ordered index serves a set of equality fields when they fill a prefix of it, and a sort when
the sort fields follow that prefix in the index's order (Markus Winand, «SQL Performance
Explained», chapters 2 and 6). A partial index serves only what its predicate leaves in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storagelint.model.document import Document
from storagelint.model.facts import Entity, QueryPattern
from storagelint.model.names import fold_field

ORDERED = frozenset(
    [
        None,
        "btree",
        "unique",
        "primary",
        "clustered",
        "sorted",
        "ttl",
        "index",
        "composite",
        "compound",
    ]
)
"""Methods that keep their entries in order; None is a method that is not stated."""
_NOT_NULL = re.compile(r"[`\"(\s]*([\w.]+)[`\")\s]*\s+is\s+not\s+null[\s)]*\Z", re.IGNORECASE)
_LIVE = re.compile(
    r"[(\s]*[\w.\"`]*(?:deleted|archived|removed)\w*[\"`]?\s+is\s+null[\s)]*\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AccessPath:
    """A way to reach rows without reading all of them."""

    kind: str
    """primary key, unique or index."""
    name: str | None
    fields: tuple[str, ...]
    """Folded, in order."""
    method: str | None = None
    where: str | None = None

    def __str__(self) -> str:
        return (
            f"{self.kind} {self.name}" if self.name else f"{self.kind} ({', '.join(self.fields)})"
        )

    @property
    def ordered(self) -> bool:
        """Whether it keeps its entries in order, so that it serves prefixes and sorts."""
        return self.method in ORDERED

    def complete(self, fields: frozenset[str]) -> bool:
        """Whether it holds every row that a lookup by these fields can find."""
        if self.where is None:
            return True
        not_null = _NOT_NULL.match(self.where)
        return bool(not_null and fold_field(not_null[1].rpartition(".")[2]) in fields)

    def live(self) -> bool:
        """Whether it leaves out nothing but rows that are deleted softly."""
        return self.where is None or bool(_LIVE.match(self.where))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What serves one query on one entity."""

    entity: Entity
    filters: tuple[str, ...]
    """The filter fields that the entity has, as it spells them."""
    sorts: tuple[str, ...]
    filter_path: AccessPath | None
    sort_path: AccessPath | None


def access_paths(document: Document, entity: Entity) -> list[AccessPath]:
    """All keys and indexes of an entity: primary key, unique fields, then indexes."""
    paths = []
    if entity.primary_key:
        paths.append(AccessPath("primary key", None, _folded(entity.primary_key)))
    else:
        first = entity.fields[0] if entity.fields else None
        if first is not None and first.key in ("id", "uuid", fold_field("_id")):
            paths.append(AccessPath("primary key", None, (first.key,)))
    paths += [AccessPath("unique", None, (field.key,)) for field in entity.fields if field.unique]
    paths += [AccessPath("unique", None, _folded(group)) for group in entity.uniques if group]
    for index in document.indexes_of(entity):
        names = tuple(fold_field(field.name) for field in index.fields)
        paths.append(AccessPath("index", index.name, names, index.method, index.where))
    return paths


def _folded(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold_field(name) for name in names)


def leading_path(paths: Sequence[AccessPath], fields: Sequence[str]) -> AccessPath | None:
    """The path whose first fields are all of `fields`, in any order; None where there is none."""
    wanted = frozenset(fold_field(name) for name in fields)
    for path in paths:
        if not path.complete(wanted):
            continue
        exact = path.method == "hash" and len(path.fields) == len(wanted)
        if (path.ordered or exact) and frozenset(path.fields[: len(wanted)]) == wanted:
            return path
    return None


def filter_path(paths: Sequence[AccessPath], filters: Sequence[str]) -> AccessPath | None:
    """The path that narrows a filter best: it leads with the most of its fields."""
    wanted = frozenset(fold_field(name) for name in filters)
    best: AccessPath | None = None
    most = 0
    for path in paths:
        if not (path.complete(wanted) or path.live()):
            continue
        length = 0
        while length < len(path.fields) and path.fields[length] in wanted:
            length += 1
        if not path.ordered and length < len(path.fields):
            length = 0
        if length > most:
            best, most = path, length
    return best


def sort_path(
    paths: Sequence[AccessPath], filters: Sequence[str], sorts: Sequence[str]
) -> AccessPath | None:
    """The path that gives rows in the order of `sorts` after equality on `filters`."""
    equal = frozenset(fold_field(name) for name in filters)
    order = [fold_field(name) for name in sorts]
    for path in paths:
        if not path.ordered or not (path.complete(equal) or path.live()):
            continue
        start = 0
        while (
            start < len(path.fields)
            and path.fields[start] in equal
            and path.fields[start] != order[0]
        ):
            start += 1
        if list(path.fields[start : start + len(order)]) == order:
            return path
    return None


def cover(query: QueryPattern, document: Document) -> Iterator[Coverage]:
    """What serves a query, for each entity of it that the document defines with fields."""
    for name in query.entities:
        entity = document.entity(name)
        if entity is None or not entity.fields:
            continue
        filters = tuple(
            field.name for each in query.filters if (field := entity.field(each)) is not None
        )
        sorts = tuple(
            field.name for each in query.sorts if (field := entity.field(each)) is not None
        )
        paths = access_paths(document, entity)
        yield Coverage(
            entity,
            filters,
            sorts,
            filter_path(paths, filters) if filters else None,
            sort_path(paths, filters, sorts) if sorts else None,
        )
