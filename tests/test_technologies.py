"""Products in cells and in prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storagelint.judging.stores.engines import engine_of, reserved_words
from storagelint.reading.words.technologies import (
    class_words,
    nearest_technology,
    store_class,
    technologies_in,
    technology,
)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("PostgreSQL 16 (RDS)", "PostgreSQL"),
        ("pg", "PostgreSQL"),
        ("AWS S3", "Amazon S3"),
        ("Redis 7.2+", "Redis"),
        ("Neo4j 5 LTS Community", "Neo4j"),
        ("SQLite (better-sqlite3)", "SQLite"),
        ("Oracle 19c", "Oracle Database"),
        ("frobnicate", None),
        ("", None),
    ],
)
def test_a_cell_names_a_product(cell: str, name: str | None) -> None:
    found = technology(cell)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rows go to PostgreSQL 16, counters to Redis.", ["PostgreSQL", "Redis"]),
        ("access tokens expire; git hooks run; an oracle decides", []),
        ("edit postgresql.conf", []),
        ("用MySQL存储", ["MySQL"]),
    ],
)
def test_prose_names_products(text: str, names: list[str]) -> None:
    assert [product.name for _, _, product in technologies_in(text)] == names


def test_classes_and_near_names() -> None:
    assert class_words()["relational database"] == "relational"
    assert store_class("Primary relational database") == "relational"
    assert nearest_technology("Postgress") == "PostgreSQL"


def test_each_engine_has_its_own_reserved_words() -> None:
    assert "user" in reserved_words(engine_of("PostgreSQL"))
    assert "rank" in reserved_words(engine_of("MySQL"))
    assert "rank" not in reserved_words(engine_of("PostgreSQL"))
    assert reserved_words(engine_of("Redis")) == frozenset()


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    technology(text)
    assert all(text[start:end] for start, end, _ in technologies_in(text))
