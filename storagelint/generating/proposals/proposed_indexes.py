"""Keys and queries of a design -> the indexes that it still needs."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.generating.proposals.cited_indexes import cited_indexes
from storagelint.judging.access.coverage import cover, foreign_keys, leading_path, paths_of
from storagelint.judging.access.methods import lacks, orders
from storagelint.judging.entities.naming import index_pattern, majority
from storagelint.judging.entities.shape import is_view
from storagelint.kinds import Kind
from storagelint.model import Document, Entity, EntityKind, Index, IndexField
from storagelint.model.names import fold_field, words

_MOST_FIELDS = 4
"""A proposed index has no more fields than this."""
_MAX_NAME = 63
_STORED = frozenset([EntityKind.TABLE, EntityKind.COLLECTION])
_PREFIX = "idx_<entity>_<fields>"


def proposed_indexes(document: Document, kind: Kind) -> list[Index]:
    """The indexes that keys and queries ask for and none of the document's indexes is.

    Those that queries name come first, then the wider ones, so that one that leads with a foreign
    key serves it too.
    """
    form = name_form(document, kind)
    found: dict[str, list[Index]] = {}
    taken = {index.name.casefold() for index in document.indexes if index.name}
    entities = [entity for entity in document.entities if _is_indexed(entity)]
    for entity in entities:
        found[entity.key] = []
    for index in cited_indexes(document):
        owner = document.entity(index.entity)
        if owner is not None and owner.key in found and index.name:
            method = _method(document, owner, tuple(part.name for part in index.fields))
            found[owner.key].append(index.altered(method=method or "btree"))
            taken.add(index.name.casefold())
    for entity in entities:
        own = found[entity.key]
        for fields, unique in _wanted(document, entity):
            if _is_there(document, entity, fields, own, unique=unique):
                continue
            method = _method(document, entity, fields)
            name = index_name(form, entity, fields)
            if not method or name.casefold() in taken:
                continue
            taken.add(name.casefold())
            parts = [IndexField(each) for each in fields]
            own.append(
                Index(name=name, entity=entity.name, fields=parts, unique=unique, method=method)
            )
    return [index for entity in entities for index in found[entity.key]]


def name_form(document: Document, kind: Kind) -> str:
    """How indexes are named: as the kind asks, else as most of the document's are."""
    if kind.naming.index_pattern:
        return kind.naming.index_pattern
    agreed = majority(index_pattern(index, document) for index in document.indexes)
    return agreed.value if agreed else _PREFIX


def index_name(form: str, entity: Entity, fields: tuple[str, ...]) -> str:
    """The name of an index on some fields, by a form such as `idx_<entity>_<fields>`."""
    said = "_".join(words(entity.name.rpartition(".")[2])) or entity.key
    columns = "_".join("_".join(words(each)) or each for each in fields)
    name = form.replace("<entity>", said).replace("<fields>", columns)
    return name if len(name) <= _MAX_NAME else name[:_MAX_NAME].rstrip("_")


def _is_indexed(entity: Entity) -> bool:
    return entity.kind in _STORED and bool(entity.fields) and not is_view(entity)


def _wanted(document: Document, entity: Entity) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Groups of fields that should be indexed, each with whether it is unique."""
    for field in entity.fields:
        if field.unique and not (field.primary_key and len(entity.primary_key) < 2):
            yield (field.name,), True
    for group in entity.uniques:
        if group and all(entity.field(name) for name in group):
            yield tuple(group), True
    asked = [fields for fields in _asked(document, entity) if fields]
    keys = [tuple(field.name for field in group) for group in foreign_keys(entity)]
    for fields in sorted([*asked, *keys], key=len, reverse=True):
        yield fields, False


def _asked(document: Document, entity: Entity) -> Iterator[tuple[str, ...]]:
    """What each query filters and sorts by, in the order that serves it."""
    for query in document.queries:
        for each in cover(query, document):
            if each.entity is not entity or not each.filters or query.full_text:
                continue
            if each.filter_path and (each.sort_path or not each.sorts):
                continue
            ranges = {fold_field(name) for name in each.ranges}
            equal = [name for name in each.filters if fold_field(name) not in ranges]
            ranged = [name for name in each.filters if fold_field(name) in ranges]
            parts = dict.fromkeys([*equal, *each.sorts, *ranged])
            if len(parts) <= _MOST_FIELDS:
                yield tuple(parts)


def _is_there(
    document: Document, entity: Entity, fields: tuple[str, ...], own: list[Index], *, unique: bool
) -> bool:
    """Whether an index or a key leads with these fields; a unique field wants a row of its own."""
    keys = [fold_field(name) for name in fields]
    rows = [*document.indexes_of(entity), *own]
    if any([fold_field(part.name) for part in row.fields] == keys for row in rows):
        return True
    if unique:
        return False
    if any(set(keys) == {fold_field(p.name) for p in row.fields[: len(keys)]} for row in own):
        return True
    return leading_path(paths_of(document, entity), fields) is not None


def _method(document: Document, entity: Entity, fields: tuple[str, ...]) -> str | None:
    """The method for the types of some fields; None where no usual one is for them."""
    families = [field.family for name in fields if (field := entity.field(name))]
    if all(orders(family) for family in families):
        return "btree"
    product = next((store.technology for store in document.stores), "")
    return "gin" if len(fields) == 1 and not lacks(product, "gin") else None
