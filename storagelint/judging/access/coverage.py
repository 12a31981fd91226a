"""queries x indexes: which key or index serves a filter or a sort, by leading prefix.

An ordered index serves a set of equality fields when they fill a prefix of it, one range after
that prefix, and a sort when the sort fields follow it in the index's order (Markus Winand, «SQL
Performance Explained», chapters 2 and 6). A hash index serves whole equality only, a partial
index only what its predicate leaves in, and GIN, GiST, full-text and the like what they are for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from storagelint.judging.access.methods import ORDERED, purposes
from storagelint.judging.pages.hints import is_said
from storagelint.model.document import Document
from storagelint.model.facts import Entity, Field, Index, QueryPattern
from storagelint.model.names import fold_field
from storagelint.patterns import pattern

_NOT_NULL = pattern(
    r"\A[`\"(\s]{0,20}([\w.]{1,200})[`\")\s]{1,20}is\s{1,20}not\s{1,20}null[\s)]{0,20}\Z",
    re.IGNORECASE,
)
_LIVE = pattern(
    r"\A[(\s]{0,20}[\w.\"`]{0,80}?(?:deleted|archived|removed)\w{0,80}[\"`]?\s{1,20}is\s{1,20}null[\s)]{0,20}\Z",
    re.IGNORECASE,
)
_INDEXES_KEYS = frozenset({"MySQL", "MariaDB"})
"""Products whose engine makes an index for every foreign key that has none (InnoDB)."""
_KEYS_INDEXED = pattern(
    r"\b(?:all|every|each|any) (?:\w+ ){0,2}foreign[ -]keys?\b[^.|\n]{0,60}\bindex"
    r"|\bindex\w{0,4}[^.|\n]{0,25}\b(?:all|every|each) (?:\w+ ){0,2}(?:foreign[ -]keys?|fks?)\b"
    r"|\b(?:all|every|each) fks?\b[^.|\n]{0,40}\bindex"
    r"|\b(?:foreign[ -]keys?|fks?)(?: columns?| fields?)? (?:are|is|get|have|carry|has)"
    r"(?: (?!not\b|no\b|never\b)\w+){0,3} ind(?:ex|exes|exed|ices)\b"
    r"|\b(?:foreign[ -]keys?|fks?)(?: columns?| fields?)? (?:auto-?)?"
    r"(?:index(?:ed|es)? (?:by default|automatically)|(?:by default|automatically) indexed)\b"
    r"|\b(?:foreign[ -]keys|fks|(?:foreign[ -]key|fk) (?:columns|fields)) indexed"
    r"[ \t]{0,9}(?:[.;]|$)",
    re.IGNORECASE,
)
_KEY_HINTS = ("foreign", "fk")
MOST_EXPLAINED = 20
"""How many keys and indexes of an entity are explained one by one."""
MOST_QUERIES = 5
"""For how many queries it is explained that an index does not serve them."""

_NAME = pattern(r"[A-Za-z_]\w*")
_NAME_END = pattern(r"[.\[]|->|::")


class AccessPath(NamedTuple):
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

    @property
    def unique(self) -> bool:
        """Whether one value of all its fields is in one row at most."""
        return self.kind != "index" and self.where is None

    def complete(self, fields: frozenset[str]) -> bool:
        """Whether it holds every row that a lookup by these fields can find."""
        return self.where is None or is_not_null(self.where) in fields

    def holds(self, fields: frozenset[str]) -> bool:
        """Whether its predicate speaks of what a query filters, or of deleted rows alone."""
        if self.complete(fields) or self.live():
            return True
        named = {fold_field(name) for name in _NAME.findall(self.where or "")}
        return bool(named & fields)

    def live(self) -> bool:
        """Whether it leaves out nothing but rows that are deleted softly."""
        return self.where is None or bool(_LIVE.match(self.where))


@dataclass(frozen=True, slots=True)
class Demand:
    """What one query asks of one entity; filters and sorts are spelled as the entity does."""

    query: str
    filters: tuple[str, ...]
    sorts: tuple[str, ...]
    ranges: tuple[str, ...]


class Coverage(NamedTuple):
    """What serves one query on one entity."""

    entity: Entity
    filters: tuple[str, ...]
    """The filter fields that the entity has, as it spells them."""
    sorts: tuple[str, ...]
    filter_path: AccessPath | None
    sort_path: AccessPath | None
    ranges: tuple[str, ...] = ()
    """Those filters of the query that are compared by order, as the query spells them."""
    paths: tuple[AccessPath, ...] = ()
    """All keys and indexes of the entity."""

    def explained(self, *, sorts: bool = False) -> tuple[str, ...]:
        """For each key and index a clause: why it serves the filter or does not.

        With `sorts` also why it gives the order or does not.
        """
        order = self.sorts if sorts else ()
        clauses = [
            explain(path, self.filters, order, self.ranges, entity=self.entity)
            for path in self.paths[:MOST_EXPLAINED]
        ]
        return _told(clauses, len(self.paths), self.entity)


def is_not_null(where: str) -> str | None:
    """The folded field of a predicate that is `x IS NOT NULL` and nothing else."""
    found = _NOT_NULL.match(where)
    return fold_field(found[1].rpartition(".")[2]) if found else None


def main_field(entity: Entity, name: str) -> Field | None:
    """The field that a name, a nested path or a JSON path means: `data->>'x'`, `items[].sku`."""
    exact = entity.field(name)
    if exact is not None or name.isidentifier():
        return exact
    parts = [part for part in _NAME_END.split(name.strip("`\"'() ")) if part]
    if not parts:
        return None
    return entity.field(parts[0]) or entity.field(parts[-1])


def paths_of(document: Document, entity: Entity) -> tuple[AccessPath, ...]:
    """All keys and indexes of an entity: primary key, unique fields, then indexes."""
    known = document.once(_own_paths).get(id(entity))
    return tuple(_paths(document, entity)) if known is None else known


def _own_paths(document: Document) -> dict[int, tuple[AccessPath, ...]]:
    """The paths of the document's own entities, by their identity."""
    return {id(entity): tuple(_paths(document, entity)) for entity in document.entities}


def _paths(document: Document, entity: Entity) -> list[AccessPath]:
    key = key_path(entity)
    paths = [key] if key else []
    paths += [AccessPath("unique", None, (field.key,)) for field in entity.fields if field.unique]
    paths += [AccessPath("unique", None, _folded(group)) for group in entity.uniques if group]
    paths += [index_path(index, entity) for index in document.indexes_of(entity)]
    paths += [AccessPath("index", None, (field.key,)) for field in entity.fields if field.indexed]
    return paths


def key_path(entity: Entity) -> AccessPath | None:
    """The primary key, stated or implied by a first field `id`; None where there is neither."""
    if entity.primary_key:
        return AccessPath("primary key", None, _folded(entity.primary_key))
    first = entity.fields[0] if entity.fields else None
    if first is not None and first.key in ("id", "uuid", fold_field("_id")):
        return AccessPath("primary key", None, (first.key,))
    return None


def index_path(index: Index, entity: Entity) -> AccessPath:
    """What an index is as a way to the rows of its entity."""
    kind = "unique" if index.unique and not index.where else "index"
    return AccessPath(kind, index.name, index_keys(index, entity), index.method, index.where)


def index_keys(index: Index, entity: Entity) -> tuple[str, ...]:
    """The folded fields of an index in order; an expression stands for its main field."""
    known = entity.fields_by_key
    keys = ((fold_field(part.name), part.name) for part in index.fields)
    return tuple(key if key in known else _main_key(entity, name) for key, name in keys)


def _main_key(entity: Entity, name: str) -> str:
    field = main_field(entity, name)
    return field.key if field else fold_field(name)


def _folded(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold_field(name) for name in names)


def equality_prefix(fields: Sequence[str], equal: frozenset[str]) -> int:
    """How many leading fields of an index are fixed by equality on `equal`."""
    length = 0
    while length < len(fields) and fields[length] in equal:
        length += 1
    return length


def in_order(fields: Sequence[str], equal: frozenset[str], sorts: Sequence[str]) -> bool:
    """Whether an ordered index gives the rows that match in the order of `sorts`.

    A field that equality fixes orders nothing, wherever it stands.
    """
    wanted = [name for name in dict.fromkeys(sorts) if name not in equal]
    return [name for name in fields if name not in equal][: len(wanted)] == wanted


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


def has_partial_path(paths: Sequence[AccessPath], fields: Sequence[str]) -> bool:
    """Whether a partial index leads with all of `fields`: it serves some of their rows."""
    return leading_path([path._replace(where=None) for path in paths], fields) is not None


def filter_path(
    paths: Sequence[AccessPath],
    filters: Sequence[str],
    ranges: Sequence[str] = (),
    *,
    entity: Entity | None = None,
) -> AccessPath | None:
    """The path that narrows a filter best: it leads with the most of its fields.

    `ranges` are those of the filters that are compared by order; `entity` lends the types by
    which an index that keeps no order is judged.
    """
    wanted = frozenset(fold_field(name) for name in filters)
    ranged = wanted & frozenset(fold_field(name) for name in ranges)
    best: AccessPath | None = None
    most = 0
    for path in paths:
        if not wanted.isdisjoint(path.fields) and path.holds(wanted):
            length = _narrowed(path, wanted, ranged, entity)
            if length > most:
                best, most = path, length
    return best


def _narrowed(
    path: AccessPath, wanted: frozenset[str], ranged: frozenset[str], entity: Entity | None
) -> int:
    if path.ordered:
        length = equality_prefix(path.fields, wanted - ranged)
        return length + (length < len(path.fields) and path.fields[length] in ranged)
    if path.method == "hash":
        whole = frozenset(path.fields) <= wanted - ranged
        return len(path.fields) if whole else 0
    families = purposes(path.method)
    found = (entity.field(name) if entity else None for name in path.fields if name in wanted)
    return sum(
        field is None or families is None or field.family is None or field.family in families
        for field in found
    )


def sort_path(
    paths: Sequence[AccessPath],
    filters: Sequence[str],
    sorts: Sequence[str],
    ranges: Sequence[str] = (),
) -> AccessPath | None:
    """The path that gives rows in the order of `sorts` after equality on `filters`."""
    equal = frozenset(map(fold_field, filters)) - frozenset(map(fold_field, ranges))
    order = [fold_field(name) for name in sorts]
    for path in paths:
        if not path.ordered or not path.holds(equal):
            continue
        if _finds_one(path, equal) or in_order(path.fields, equal, order):
            return path
    return None


def _finds_one(path: AccessPath, equal: frozenset[str]) -> bool:
    return path.unique and frozenset(path.fields) <= equal


def described(path: AccessPath, entity: Entity) -> str:
    """What a key or index is, with its fields as the entity spells them: `index idx_a (x, y)`."""
    name = f"{path.kind} {path.name}" if path.name else path.kind
    return f"{name} ({_spelled(path.fields, entity)})"


def explain(
    path: AccessPath,
    filters: Sequence[str],
    sorts: Sequence[str] = (),
    ranges: Sequence[str] = (),
    *,
    entity: Entity,
) -> str:
    """A clause on why a path serves filters and gives an order, or does not.

    It speaks of the filter where there is one and of the order where there is one, and judges
    both as `filter_path` and `sort_path` do: `index idx_a (x, y): leads with x, the query
    filters y`.
    """
    return f"{described(path, entity)}: {_reason(path, filters, sorts, ranges, entity)}"


def _reason(
    path: AccessPath,
    filters: Sequence[str],
    sorts: Sequence[str],
    ranges: Sequence[str],
    entity: Entity,
) -> str:
    reasons = [_filter_reason(path, filters, ranges, entity)] if filters else []
    reasons += [_sort_reason(path, filters, sorts, ranges, entity)] if sorts else []
    return "; ".join(dict.fromkeys(reasons)) or "the query neither filters nor sorts"


def _filter_reason(
    path: AccessPath, filters: Sequence[str], ranges: Sequence[str], entity: Entity
) -> str:
    wanted = frozenset(map(fold_field, filters))
    length = _narrowed(path, wanted, wanted & frozenset(map(fold_field, ranges)), entity)
    shared = [name for name in path.fields if name in wanted]
    if length and not path.holds(wanted):
        return f"partial: WHERE {path.where}"
    if length:
        used = path.fields[:length] if path.ordered else shared
        verb = "leads with" if path.ordered else "holds"
        return f"{verb} {_spelled(used, entity)}, which the query filters"
    if shared and path.method == "hash":
        return "hash: whole equality only"
    if shared and not path.ordered:
        return f"{path.method}: not for the type of {_spelled(shared, entity)}"
    has = "leads with" if path.ordered else "holds"
    first = path.fields[:1] if path.ordered else path.fields
    return f"{has} {_spelled(first, entity)}, the query filters {_listed(filters)}"


def _sort_reason(
    path: AccessPath,
    filters: Sequence[str],
    sorts: Sequence[str],
    ranges: Sequence[str],
    entity: Entity,
) -> str:
    equal = frozenset(map(fold_field, filters)) - frozenset(map(fold_field, ranges))
    if not path.ordered:
        return f"{path.method}: keeps no order"
    if not path.holds(equal):
        return f"partial: WHERE {path.where}"
    if _finds_one(path, equal):
        return "finds one row at most, which needs no order"
    if in_order(path.fields, equal, [fold_field(name) for name in sorts]):
        return f"gives rows by {_listed(sorts)}"
    free = [name for name in path.fields if name not in equal]
    return f"gives rows by {_spelled(free, entity)}, the query sorts by {_listed(sorts)}"


def explain_leading(path: AccessPath, fields: Sequence[str], *, entity: Entity) -> str:
    """A clause on why a path leads with all of `fields`, as `leading_path` asks, or does not."""
    wanted = frozenset(fold_field(name) for name in fields)
    first = path.fields[: len(wanted)]
    if leading_path([path], fields):
        reason = f"leads with {_spelled(first, entity)}"
    elif has_partial_path([path], fields):
        reason = f"partial: WHERE {path.where}"
    elif frozenset(first) != wanted:
        reason = f"leads with {_spelled(first, entity)}, not with {_listed(fields)}"
    elif path.method == "hash":
        reason = "hash: whole equality only"
    else:
        reason = f"{path.method}: keeps no order"
    return f"{described(path, entity)}: {reason}"


def explain_keys(document: Document, entity: Entity, fields: Sequence[Field]) -> tuple[str, ...]:
    """For each key and index of an entity a clause: why it leads with `fields` or does not."""
    paths, names = paths_of(document, entity), [field.name for field in fields]
    clauses = [explain_leading(path, names, entity=entity) for path in paths[:MOST_EXPLAINED]]
    return _told(clauses, len(paths), entity)


def demands(queries: Sequence[QueryPattern], entity: Entity) -> list[Demand]:
    """What queries ask of an entity, as `explain_index` takes it."""
    return [
        Demand(
            query.name,
            _own(query.filters, entity, set()),
            _own(query.sorts, entity, set()),
            tuple(query.ranges),
        )
        for query in queries
    ]


def explain_index(index: Index, asked: Sequence[Demand], *, entity: Entity) -> tuple[str, ...]:
    """For each query on an entity a clause: why an index of it serves the query or does not."""
    path = index_path(index, entity)
    clauses = [
        f"query «{each.query}»: {_reason(path, each.filters, each.sorts, each.ranges, entity)}"
        for each in asked[:MOST_QUERIES]
    ]
    return _told(clauses, len(asked), entity, "queries")


def _told(
    clauses: Sequence[str], number: int, entity: Entity, nouns: str = "keys and indexes"
) -> tuple[str, ...]:
    if not clauses:
        return (f"{entity.name} has no key and no index",)
    rest = number - len(clauses)
    return (
        (*clauses, f"{rest} more {nouns} of {entity.name} are not listed") if rest else (*clauses,)
    )


def spelled(keys: Sequence[str], entity: Entity) -> list[str]:
    """Folded fields as the entity spells them; those that it does not have as they are."""
    found = ((entity.field(key), key) for key in keys)
    return [field.name if field else key for field, key in found]


def _spelled(keys: Sequence[str], entity: Entity) -> str:
    return _listed(spelled(keys, entity))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names)) or "no field"


def cover(query: QueryPattern, document: Document) -> Sequence[Coverage]:
    """What serves a query, for each entity of it that the document defines with fields.

    A field that several of its entities have counts for the first of them.
    """
    known = document.once(_own_coverage).get(id(query))
    return tuple(_coverage(query, document)) if known is None else known


def _own_coverage(document: Document) -> dict[int, tuple[Coverage, ...]]:
    """What serves the document's own queries, by their identity."""
    return {id(query): tuple(_coverage(query, document)) for query in document.queries}


def _coverage(query: QueryPattern, document: Document) -> Iterator[Coverage]:
    charged: set[str] = set()
    for name in query.entities:
        entity = document.entity(name)
        if entity is None or not entity.fields:
            continue
        filters = _own(query.filters, entity, charged)
        sorts = _own(query.sorts, entity, charged)
        charged |= {fold_field(each) for each in filters}
        paths = paths_of(document, entity)
        ranges = tuple(query.ranges)
        served = filter_path(paths, filters, ranges, entity=entity) if filters else None
        preferred = (served, *paths) if served else paths
        in_wanted_order = sort_path(preferred, filters, sorts, ranges) if sorts else None
        yield Coverage(entity, filters, sorts, served, in_wanted_order, ranges, paths)


def _own(names: Sequence[str], entity: Entity, charged: set[str]) -> tuple[str, ...]:
    if not names:
        return ()
    found = (main_field(entity, name) for name in names)
    return tuple(field.name for field in found if field is not None and field.key not in charged)


def foreign_keys(entity: Entity) -> Iterator[tuple[Field, ...]]:
    """The fields of each foreign key: those of a composite one together."""
    grouped: set[str] = set()
    for reference in entity.references:
        fields = [entity.field(name) for name in reference.fields]
        group = tuple(field for field in fields if field is not None)
        if len(group) > 1 and len(group) == len(fields):
            grouped |= {field.key for field in group}
            yield group
    for field in entity.fields:
        if (field.references or field.foreign_key) and field.key not in grouped:
            yield (field,)


def has_keys_indexed(document: Document) -> bool:
    """Whether foreign keys have indexes unlisted: the text says so, or the product makes them."""
    if any(store.technology in _INDEXES_KEYS for store in document.stores):
        return True
    return is_said(document, _KEYS_INDEXED, _KEY_HINTS)


def reached_otherwise(entity: Entity, document: Document) -> bool:
    """Whether more of an entity is elsewhere, or its store reaches it in a way of its own."""
    if entity.partial or entity.kind not in ("table", "collection"):
        return True
    return not (document.relational or document.indexes_of(entity))


def documented_rows(document: Document, entity: Entity) -> float | None:
    """The most rows that the document expects of an entity; None where it gives no number."""
    return document.once(_most_rows).get(id(entity))


def _most_rows(document: Document) -> dict[int, float]:
    """The documented rows of the document's own entities, by their identity."""
    most: dict[int, float] = {}
    for volume in document.volumes:
        entity = document.entity(volume.entity)
        for number in (volume.initial_rows, volume.peak_rows):
            if entity is not None and number is not None:
                most[id(entity)] = max(number, most.get(id(entity), number))
    return most
