"""What foreign keys link, what may carry a relationship, and which rings cannot be filled."""

from __future__ import annotations

import pytest

from storagelint.judging.relations.insertion import required_rings
from storagelint.judging.relations.links import (
    is_carried,
    is_unique,
    junctions,
    links,
    named_parent,
)
from storagelint.kinds import builtin_kinds
from storagelint.model import Document
from storagelint.reading import read
from storagelint.source import from_text


def document(text: str) -> Document:
    return read(from_text(text), path="design.md", kind=builtin_kinds()["generic"])


def sql(*statements: str) -> Document:
    return document("\n".join(["```sql", *statements, "```", ""]))


def test_links_have_both_ends_and_composite_ones_come_once() -> None:
    found = sql(
        "CREATE TABLE hall (id INT PRIMARY KEY);",
        "CREATE TABLE seat (hall_id INT REFERENCES hall, row INT, PRIMARY KEY (hall_id, row));",
        "CREATE TABLE ticket (id INT PRIMARY KEY, hall_id INT, row INT,",
        "  FOREIGN KEY (hall_id, row) REFERENCES seat (hall_id, row));",
    )
    assert [(link.label, link.parent.name) for link in links(found)] == [
        ("seat.hall_id", "hall"),
        ("ticket (hall_id, row)", "seat"),
    ]


@pytest.mark.parametrize(
    ("constraint", "unique"),
    [
        ("INT REFERENCES hall (id)", False),
        ("INT UNIQUE REFERENCES hall (id)", True),
        ("INT PRIMARY KEY REFERENCES hall (id)", True),
    ],
)
def test_unique_keys(constraint: str, unique: bool) -> None:
    found = sql(
        "CREATE TABLE hall (id INT PRIMARY KEY);",
        f"CREATE TABLE lease (hall_id {constraint}, rent INT);",
    )
    assert [is_unique(found, link) for link in links(found)] == [unique]


def test_unique_index_makes_a_key_unique_unless_it_leaves_rows_out() -> None:
    tables = (
        "CREATE TABLE hall (id INT PRIMARY KEY);",
        "CREATE TABLE lease (id INT PRIMARY KEY, hall_id INT REFERENCES hall (id), over BOOLEAN);",
    )
    whole = sql(*tables, "CREATE UNIQUE INDEX u ON lease (hall_id);")
    part = sql(*tables, "CREATE UNIQUE INDEX u ON lease (hall_id) WHERE NOT over;")
    assert is_unique(whole, links(whole)[0])
    assert not is_unique(part, links(part)[0])


@pytest.mark.parametrize(
    ("field", "strictly", "loosely"),
    [
        ("posting_id", None, "job_postings"),
        ("user_id", "users", "users"),
        ("userId", "users", "users"),
        ("billed_user_id", None, "users"),
        ("colour", None, None),
    ],
)
def test_names_name_entities(field: str, strictly: str | None, loosely: str | None) -> None:
    found = sql(
        "CREATE TABLE users (id INT PRIMARY KEY);",
        "CREATE TABLE job_postings (id INT PRIMARY KEY);",
        f"CREATE TABLE visit (id INT PRIMARY KEY, {field} INT);",
    )
    visit = found.entity("visit")
    assert visit is not None
    column = visit.field(field)
    assert column is not None
    exact = named_parent(found, column)
    loose = named_parent(found, column, loosely=True)
    assert (exact.name if exact else None) == strictly
    assert (loose.name if loose else None) == loosely


def test_a_junction_carries_what_no_key_does() -> None:
    found = document(
        "```sql\n"
        "CREATE TABLE song (id INT PRIMARY KEY, name TEXT);\n"
        "CREATE TABLE list (id INT PRIMARY KEY, name TEXT);\n"
        "CREATE TABLE shop (id INT PRIMARY KEY, name TEXT);\n"
        "CREATE TABLE entry (song_id INT REFERENCES song (id), list_id INT REFERENCES list (id));\n"
        "```\n\n## Relationships\n\n"
        "| From | To | Type |\n| --- | --- | --- |\n| list | song | N:M |\n| shop | song | 1:N |\n"
    )
    song, playlist = found.entity("song"), found.entity("list")
    assert song is not None
    assert playlist is not None
    assert [entity.name for entity in junctions(found, song, playlist)] == ["entry"]
    assert [is_carried(found, each) for each in found.relationships] == [True, False]


def ring_of(*tables: tuple[str, str]) -> list[list[str]]:
    """The rings among tables that each require a row of another one."""
    statements = [
        f"CREATE TABLE {name} (id INT PRIMARY KEY, {needs}_id INT {rest} REFERENCES {needs} (id));"
        for name, target in tables
        for needs, _, rest in [target.partition(" ")]
    ]
    found = sql(*statements)
    return [[link.label for link in ring] for ring in required_rings(found)]


def test_a_ring_is_told_by_a_shortest_path() -> None:
    assert ring_of(("a", "b NOT NULL"), ("b", "c NOT NULL"), ("c", "a NOT NULL")) == [
        ["a.b_id", "b.c_id", "c.a_id"]
    ]


def test_two_rings_are_two_findings() -> None:
    found = ring_of(
        ("a", "b NOT NULL"), ("b", "a NOT NULL"), ("c", "d NOT NULL"), ("d", "c NOT NULL")
    )
    assert sorted(found) == [["a.b_id", "b.a_id"], ["c.d_id", "d.c_id"]]


def test_what_may_be_null_or_points_at_itself_closes_no_ring() -> None:
    assert ring_of(("a", "b NOT NULL"), ("b", "a NULL")) == []
    assert ring_of(("a", "a NOT NULL")) == []
