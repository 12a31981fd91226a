"""queries x entities -> which key or index serves the filter and the sort, as far as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from storagelint.judging.access.coverage import AccessPath, Coverage, cover, reached_otherwise
from storagelint.judging.access.demand import inserts
from storagelint.model.document import Document
from storagelint.model.facts import Entity, QueryPattern


class State(StrEnum):
    """Whether a filter or a sort is served."""

    SERVED = "served"
    UNSERVED = "unserved"
    UNKNOWN = "unknown"
    """It cannot be told what is filtered, or by which way the store reaches it."""
    NONE = "none"
    """Nothing is filtered or sorted."""


@dataclass(frozen=True, slots=True)
class Service:
    """What serves a filter or a sort."""

    fields: tuple[str, ...]
    """What is filtered or sorted by, as the entity spells it."""
    state: State
    path: AccessPath | None = None
    """The key or index that serves it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a query asks of one entity, and what serves it."""

    name: str | None
    """The entity; None where the query names none."""
    entity: Entity | None
    """None where the document does not define it with fields."""
    filter: Service
    sort: Service


def cells(query: QueryPattern, document: Document) -> Iterator[Cell]:
    """A cell for each entity that a query filters or sorts, at least one."""
    covered = cover(query, document)
    asked = [each for each in covered if each.filters or each.sorts]
    filtered = any(each.filters for each in asked)
    idle = State.NONE if filtered or _asks_nothing(query) else State.UNKNOWN
    if not asked:
        name = next(iter(query.entities), None)
        entity = covered[0].entity if covered else None
        unsorted = State.UNKNOWN if query.sorts else State.NONE
        yield Cell(
            entity.name if entity else name,
            entity,
            Service(tuple(query.filters), idle),
            Service(tuple(query.sorts), unsorted),
        )
    for coverage in asked:
        certain = not (query.full_text or reached_otherwise(coverage.entity, document))
        yield _cell(coverage, idle, certain)


def _asks_nothing(query: QueryPattern) -> bool:
    return not query.filters and (query.filters_stated or inserts(query))


def _cell(coverage: Coverage, idle: State, certain: bool) -> Cell:
    told = bool(coverage.filters) or idle is State.NONE
    return Cell(
        coverage.entity.name,
        coverage.entity,
        _service(coverage.filters, coverage.filter_path, idle, certain),
        _service(coverage.sorts, coverage.sort_path, State.NONE, certain and told),
    )


def _service(
    fields: tuple[str, ...], path: AccessPath | None, idle: State, certain: bool
) -> Service:
    if not fields:
        return Service((), idle)
    missing = State.UNSERVED if certain else State.UNKNOWN
    return Service(tuple(dict.fromkeys(fields)), State.SERVED if path else missing, path)
