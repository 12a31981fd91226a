"""Table -> what its rows are (fields, indexes, queries ...) and which column says what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from storagelint.markdown import Cell, Row, Table
from storagelint.vocabulary import vocabulary, word_cache


class TableRole(StrEnum):
    """What the rows of a table are."""

    FIELDS = "fields"
    INDEXES = "indexes"
    RELATIONSHIPS = "relationships"
    FOREIGN_KEYS = "foreign-keys"
    QUERIES = "queries"
    STORES = "stores"
    VOLUMES = "volumes"
    MAPPINGS = "mappings"
    KEYS = "keys"
    INVENTORY = "inventory"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by concept; `order` has None for the headings that say nothing."""

    order: tuple[str | None, ...]
    first: dict[str | None, int]
    """Concept -> its first column."""

    def __contains__(self, concept: str) -> bool:
        return concept in self.first

    def position(self, *concepts: str) -> int | None:
        """The first column of the first of the concepts that the table has."""
        for concept in concepts:
            position = self.first.get(concept)
            if position is not None:
                return position
        return None

    def cell(self, row: Row, *concepts: str) -> Cell | None:
        """The row's cell under the first of the concepts that the table has."""
        for concept in concepts:
            position = self.first.get(concept)
            if position is not None:
                return row.cells[position] if position < len(row.cells) else None
        return None

    def text(self, row: Row, *concepts: str) -> str:
        """The plain text of that cell; empty where there is none."""
        cell = self.cell(row, *concepts)
        return cell.text if cell else ""


@word_cache(2048)
def _columns(headings: tuple[str, ...]) -> Columns:
    column = vocabulary().column
    found: list[str | None] = []
    for heading in headings:
        concept = column(heading)
        found.append(None if concept in found and concept not in ("description",) else concept)
    return Columns(tuple(found), {concept: found.index(concept) for concept in found})


def columns_of(table: Table) -> Columns:
    """The concepts of a table's columns."""
    return _columns(tuple([cell.raw for cell in table.header.cells]))


def role_of(columns: Columns, around: str | None) -> TableRole | None:
    """What the rows of a table are, by its headings and the role of the section around it.

    An index table (`Index Name | Fields | Type | Purpose`) looks just like a field table, so the
    telling headings are asked first.
    """
    return _role(columns.order, around)


@lru_cache(1024)
def _role(order: tuple[str | None, ...], around: str | None) -> TableRole | None:
    has = set(order)
    first = order[0] if order else None
    if "dto-field" in has and has & {"data-field", "transformation", "field", "pattern"}:
        return TableRole.MAPPINGS
    if "data-field" in has and "transformation" in has:
        return TableRole.MAPPINGS
    ends = {"parent-table", "child-table"}
    if ends | {"cardinality"} <= has and not has & {"field", "child-column", "parent-column"}:
        return TableRole.RELATIONSHIPS
    if has & {"child-table", "child-column"} and has & {
        "parent-table",
        "parent-column",
        "foreign-key",
    }:
        return TableRole.FOREIGN_KEYS
    if "from" in has and "to" in has:
        return None if around == "state-transitions" else TableRole.RELATIONSHIPS
    if around == "relationships" and first in (
        "relationship",
        "from",
        "table",
        "foreign-key",
        "field",
    ):
        return TableRole.FOREIGN_KEYS if "foreign-key" in has else TableRole.RELATIONSHIPS
    if first == "relationship" and has & {"cardinality", "type"}:
        return TableRole.RELATIONSHIPS
    if "key-pattern" in has or (first in ("key", "primary-key") and has & {"value-type", "ttl"}):
        return TableRole.KEYS
    if first == "key" and around == "cache":
        return TableRole.KEYS
    if first == "file" and "type" in has and around not in ("api", "migration"):
        return TableRole.FILES
    if first == "bucket" or ("bucket" in has and "type" not in has):
        return TableRole.INVENTORY
    if (
        has & {"initial", "peak", "growth"}
        and first in ("table", "name", None, "field")
        and "type" not in has
    ):
        return TableRole.VOLUMES
    if _indexes(has, first, around):
        return TableRole.INDEXES
    if "technology" in has and ("store-type" in has or around == "storage-selection"):
        return TableRole.STORES
    if first == "store-type" and around in ("storage-selection", "overview", None):
        return TableRole.STORES
    if _queries(has, first, around):
        return TableRole.QUERIES
    if _fields(order, has, first):
        return TableRole.FIELDS
    if first == "table" or (first == "name" and around in ("entities", "data-model")):
        return TableRole.INVENTORY
    return None


def _indexes(has: set[str | None], first: str | None, around: str | None) -> bool:
    if first == "index" and "partition-key" in has:
        return True
    if "index-fields" in has and has & {"index", "table", "index-type", "type", "description"}:
        return True
    if "index" in has and first in ("index", "table", "name"):
        return bool(
            has
            & {
                "field",
                "type",
                "table",
                "description",
                "where",
                "index-type",
                "unique",
                "pattern",
                "query",
            }
        )
    if around == "indexes" and first is None and len(has) > 1:
        return True
    return (
        around == "indexes"
        and first in ("table", "field", "name", "index-type")
        and bool(has & {"field", "index-fields", "type", "index-type"})
    )


def _queries(has: set[str | None], first: str | None, around: str | None) -> bool:
    if first == "query" or (first in ("name", "description", None) and "query" in has):
        telling = has & {"frequency", "pattern", "filter", "sort", "index", "table"}
        return bool(telling) or around == "queries"
    return around == "queries" and bool(has & {"frequency", "pattern", "filter"})


def _fields(order: tuple[str | None, ...], has: set[str | None], first: str | None) -> bool:
    telling = has & {
        "type",
        "constraints",
        "required",
        "nullable",
        "default",
        "primary-key",
        "language-type",
        "foreign-key",
        "key",
        "values",
        "unique",
        "length",
    }
    if first == "field":
        return bool(telling or "description" in has)
    if "field" in has and order.index("field") <= 2:
        return bool(telling)
    if first in ("name", "key", "key-pattern") or "name" in order[:2]:
        return "type" in has and bool(telling - {"type"} or "description" in has or len(order) == 2)
    return False
