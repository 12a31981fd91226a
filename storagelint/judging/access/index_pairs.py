"""indexes x indexes: which are the same index, and which one another makes superfluous."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storagelint.judging.access.coverage import (
    explain_leading,
    index_keys,
    index_path,
    key_path,
    main_field,
)
from storagelint.judging.access.methods import ORDERED
from storagelint.model.document import Document
from storagelint.model.facts import Entity, Form, Index, IndexField

_MOST = 500
"""Fields of an entity up to which a name is compared with them."""

Columns = tuple[tuple[str, str, bool], ...]
"""The parts of an index: folded field, expression or nothing, whether descending."""


def method_of(index: Index) -> str:
    """The method by which two indexes compare; whatever keeps order is a btree."""
    return "btree" if index.method in ORDERED else (index.method or "btree")


def columns_of(index: Index, entity: Entity) -> Columns:
    """The parts of an index, comparable with those of another index of the entity."""
    keys = index_keys(index, entity)
    return tuple(
        (key, _expression(field, entity), field.descending)
        for key, field in zip(keys, index.fields, strict=True)
    )


def _expression(part: IndexField, entity: Entity) -> str:
    if part.expression is not None:
        return "".join(part.expression.casefold().split())
    return "" if entity.field(part.name) else part.name.casefold()


def predicate_of(index: Index) -> str:
    """The predicate of a partial index without case, quotes, brackets and spaces; empty if none."""
    return "".join((index.where or "").casefold().translate(_DROPPED).split())


_DROPPED = {ord(mark): None for mark in "`\"'()[];"}


def label(index: Index) -> str:
    """What a message calls an index: its name, or its entity and fields."""
    if index.name:
        return f"index {index.name}"
    fields = ", ".join(field.expression or field.name for field in index.fields)
    return f"index {index.entity or ''}({fields})"


def by_entity(document: Document) -> Sequence[tuple[Entity, Sequence[Index]]]:
    """The stated indexes of each entity, without rows that repeat the primary key."""
    return document.once(_by_entity)


def _by_entity(document: Document) -> list[tuple[Entity, list[Index]]]:
    pairs = (
        (entity, [each for each in document.indexes_of(entity) if each.fields and not each.primary])
        for entity in document.entities
    )
    return [(entity, indexes) for entity, indexes in pairs if indexes]


def same_definition(one: Index, other: Index, entity: Entity) -> bool:
    """Whether two indexes have the same fields, order, method, predicate and uniqueness."""
    return _definition(one, entity) == _definition(other, entity)


def _definition(index: Index, entity: Entity) -> tuple[object, ...]:
    return (
        columns_of(index, entity),
        index.unique,
        method_of(index),
        predicate_of(index),
        frozenset(each.casefold() for each in index.include),
    )


def duplicates(document: Document) -> Iterator[tuple[Entity, Index, Index]]:
    """Each index that repeats an earlier one of its entity under another name, with that one.

    An index stated in two notations is one index, so only one notation is compared with itself.
    """
    for entity, indexes in by_entity(document):
        first: dict[tuple[object, ...], Index] = {}
        for index in indexes:
            if not index.name:
                continue
            earlier = first.setdefault((index.form, *_definition(index, entity)), index)
            if earlier.name and earlier.name.casefold() != index.name.casefold():
                yield entity, index, earlier


def superfluous(document: Document) -> Sequence[tuple[Entity, Index, Index | None]]:
    """Each plain index that leads a wider one, with that one; None is the primary key."""
    return document.once(_superfluous)


def _superfluous(document: Document) -> list[tuple[Entity, Index, Index | None]]:
    return list(_find_superfluous(document))


def _find_superfluous(document: Document) -> Iterator[tuple[Entity, Index, Index | None]]:
    for entity, indexes in by_entity(document):
        told: set[str] = set()
        leading = _by_beginning(indexes, entity)
        primary = tuple(field.key for field in entity.key_fields())
        for index in indexes:
            name = (index.name or "").casefold()
            if (
                name in told
                or index.unique
                or index.where
                or index.include
                or method_of(index) != "btree"
            ):
                continue
            columns = columns_of(index, entity)
            wider = next(
                (
                    other
                    for other in leading.get((index.form, columns), ())
                    if other is not index and not _namesakes(other, index)
                ),
                None,
            )
            if wider is None and not _leads(columns, primary):
                continue
            told |= {name} - {""}
            yield entity, index, wider


def explain_wider(index: Index, wider: Index | None, entity: Entity) -> tuple[str, ...]:
    """Clauses on why the index or, for None, the primary key can stand for a narrower index."""
    path = index_path(wider, entity) if wider else key_path(entity)
    if path is None:
        return ()
    leading = explain_leading(path, index_keys(index, entity), entity=entity)
    return (leading, "both are ordered and hold all rows")


def _by_beginning(
    indexes: Sequence[Index], entity: Entity
) -> dict[tuple[Form, Columns], list[Index]]:
    """Notation and first columns -> at most two indexes of all rows that can stand for these.

    Columns in the opposite order are served by reading backwards. All columns of an index are a
    beginning where it is unique. Of several indexes the first counts, and the next of another
    name, for an index does not stand for its namesake.
    """
    lengths = {len(index.fields) for index in indexes}
    found: dict[tuple[Form, Columns], list[Index]] = {}
    for index in indexes:
        if index.where or method_of(index) != "btree":
            continue
        columns = columns_of(index, entity)
        backwards = tuple((key, expression, not down) for key, expression, down in columns)
        for length in lengths:
            if length < len(columns) or (length == len(columns) and index.unique):
                for start in (columns[:length], backwards[:length]):
                    known = found.setdefault((index.form, start), [])
                    if not known or (len(known) == 1 and not _namesakes(known[0], index)):
                        known.append(index)
    return found


def _namesakes(one: Index, other: Index) -> bool:
    return bool(one.name) and one.name == other.name


def _leads(columns: Columns, key: tuple[str, ...]) -> bool:
    plain = tuple(name for name, expression, _ in columns if not expression)
    return len(key) > len(columns) and key[: len(columns)] == plain


def same_names(document: Document) -> Iterator[tuple[Index, Index]]:
    """Each index whose name an earlier one of its notation has too, with that other one."""
    first: dict[tuple[str, str], Index] = {}
    for index in document.indexes:
        if not index.name or index.primary:
            continue
        earlier = first.setdefault((index.form, index.name.casefold()), index)
        entity = document.entity(index.entity)
        if earlier is index or entity is None:
            continue
        if document.entity(earlier.entity) is not entity or not same_definition(
            earlier, index, entity
        ):
            yield index, earlier


def misspelt_in_sketch(index: Index, document: Document) -> Iterator[tuple[str, Entity, str]]:
    """The fields of an index that are a slip off a field of its entity, with both.

    Only for entities that a sketch gives: it may leave out fields, but not spell them otherwise.
    """
    from storagelint.vocabulary.nearest import nearest

    entity = document.entity(index.entity)
    if entity is None or entity.partial or not 0 < len(entity.fields) <= _MOST:
        return
    for part in index.fields:
        if main_field(entity, part.name) or entity.field(f"{part.name}_id"):
            continue
        near = nearest(part.name, [field.name for field in entity.fields], at_least=85.0)
        if near is not None:
            yield part.name, entity, near
