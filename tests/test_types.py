"""Types apart from the words around them, and in canonical form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storagelint.model import TypeFamily
from storagelint.model.comparable import comparable as can_point
from storagelint.reading.words.types import (
    canonical_type,
    known_type,
    split_type,
)


@pytest.mark.parametrize(
    ("cell", "kind", "rest", "optional"),
    [
        ("text NULL", "text", "NULL", False),
        ("BIGINT FK → teams.id NOT NULL", "BIGINT", "FK → teams.id NOT NULL", False),
        ("DateTime?", "DateTime", "", True),
        ("string | null", "string", "", True),
        ("BIGINT 自增", "BIGINT", "自增", False),
        ("UUID (set by the gateway)", "UUID", "", False),
        ("DECIMAL(10, 2)", "DECIMAL(10, 2)", "", False),
        ("ENUM('a','b') NOT NULL", "ENUM('a','b')", "NOT NULL", False),
        ("text (OPEN / LIVE / DONE)", "text", "(OPEN / LIVE / DONE)", False),
        ("Array(Nullable(String))", "Array(Nullable(String))", "", False),
        ("int, not null", "int", "not null", False),
        ("SERIAL PRIMARY KEY", "SERIAL", "PRIMARY KEY", False),
        ("pk", "", "pk", False),
        ("N/A", "", "", False),
    ],
)
def test_a_type_is_split_from_what_else_stands_there(
    cell: str, kind: str, rest: str, optional: bool
) -> None:
    assert split_type(cell) == (kind, rest, optional)


@pytest.mark.parametrize(
    ("text", "shown", "family"),
    [
        ("character varying(20)", "varchar(20)", TypeFamily.TEXT),
        ("DOUBLE PRECISION", "double", TypeFamily.FLOAT),
        ("int(11) unsigned", "integer unsigned", TypeFamily.INTEGER),
        ("tinyint(1)", "boolean", TypeFamily.BOOLEAN),
        ("number(10,2)", "decimal(10,2)", TypeFamily.DECIMAL),
        ("timestamp(6) with time zone", "timestamptz", TypeFamily.TIMESTAMP),
        ("array of URIs", "varchar[]", TypeFamily.ARRAY),
        ("[]string", "varchar[]", TypeFamily.ARRAY),
        ("map<text,int>", "object", TypeFamily.OBJECT),
        ("float / int", "any", TypeFamily.OTHER),
        ("文字列", "varchar", TypeFamily.TEXT),
        ("真偽値", "boolean", TypeFamily.BOOLEAN),
        ("VECTOR(384)", "vector(384)", TypeFamily.VECTOR),
    ],
)
def test_a_spelling_has_one_canonical_form(text: str, shown: str, family: TypeFamily) -> None:
    found = canonical_type(text)
    assert found is not None
    assert (str(found), found.family) == (shown, family)


def test_a_type_can_list_its_values() -> None:
    for text in ("ENUM('a','b')", "enum: a|b", "'a' | 'b'", "state ENUM(a, b)"):
        found = canonical_type(text)
        assert found is not None
        assert found.values == ("a", "b")


def test_what_is_no_type_is_unknown() -> None:
    assert canonical_type("date of birth") is None
    assert canonical_type("") is None


@pytest.mark.parametrize(
    ("one", "other", "technology", "comparable"),
    [
        ("serial", "int", None, True),
        ("bigserial", "bigint", None, True),
        ("int", "bigint", None, False),
        ("int unsigned", "int", "MySQL", False),
        ("varchar(20)", "varchar(255)", None, True),
        ("uuid", "char(36)", "MySQL", True),
        ("uuid", "char(36)", "PostgreSQL", False),
        ("ObjectId", "string", "MongoDB", False),
        ("frobnicate", "int", None, True),
    ],
)
def test_foreign_key_types_compare(
    one: str, other: str, technology: str | None, comparable: bool
) -> None:
    engine = technology and technology.casefold()
    assert can_point(canonical_type(one), canonical_type(other), engine) is comparable


def test_an_engine_knows_its_own_types() -> None:
    assert known_type("jsonb", "PostgreSQL 16")
    assert known_type("string", "PostgreSQL")
    assert not known_type("NVARCHAR(20)", "PostgreSQL")
    assert not known_type("frobnicate")


@given(st.text(max_size=120) | st.text(alphabet="enum()<>[]|,'\" int?", max_size=120))
def test_no_text_raises(text: str) -> None:
    kind = split_type(text)
    assert kind.type == kind.type.strip()
    known_type(text, "MySQL")
