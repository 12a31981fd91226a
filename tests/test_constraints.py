"""What constraint words state, in cells and in descriptions."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storagelint.model import Constraint
from storagelint.reading.words.constraints import (
    constraints_in_prose,
    nearest_constraint,
    read_constraints,
)


def shown(constraints: list[Constraint]) -> list[str]:
    """Each constraint as `kind=value[values]>entity.field!action`."""
    lines = []
    for constraint in constraints:
        line = constraint.kind.value
        if constraint.value is not None:
            line += f"={constraint.value}"
        if constraint.values:
            line += f"[{'|'.join(constraint.values)}]"
        if reference := constraint.reference:
            line += f">{reference.entity}.{reference.field or ''}"
            line += f"!{reference.on_delete}" if reference.on_delete else ""
        lines.append(line)
    return lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PK", ["primary-key"]),
        ("PK/FK", ["primary-key", "foreign-key"]),
        ("unique not null", ["unique", "not-null"]),
        ("必填，唯一", ["not-null", "unique"]),
        ("FK → teams.id", ["foreign-key>teams.id"]),
        ("FK -> teams(id)", ["foreign-key>teams.id"]),
        ("FK teams.id", ["foreign-key>teams.id"]),
        ("FK to teams", ["foreign-key>teams."]),
        ("FK(teams.id)", ["foreign-key>teams.id"]),
        ("FK → auth.users", ["foreign-key>auth.users."]),
        ("FK → shop.teams.id", ["foreign-key>shop.teams.id"]),
        ("FOREIGN KEY → teams(id) CASCADE", ["foreign-key>teams.id!cascade"]),
        ("外键 → teams.id", ["foreign-key>teams.id"]),
        ("teams.id (FK)", ["foreign-key>teams.id"]),
        ("FK enforced by app", ["foreign-key", "other"]),
        ("REFERENCES", ["foreign-key"]),
        ("FK → teams, ON DELETE SET NULL", ["foreign-key>teams.!set null", "other=set null"]),
        ("UNIQUE (team_id, slug)", ["unique[team_id|slug]"]),
        ("UNIQUE per tenant", ["other=unique"]),
        ("Required: no", ["null"]),
        ("required if paid", ["other"]),
        ("DEFAULT '{}'::jsonb NOT NULL", ["default='{}'::jsonb", "not-null"]),
        ("default: draft, not null", ["default=draft", "not-null"]),
        ("DEFAULT now() ON UPDATE now()", ["default=now()", "on-update=now()"]),
        ("DEFAULT", ["default"]),
        ("CHECK", ["check"]),
        ("CHECK (1..55)", ["check=1..55"]),
        ("CHECK (s IN ('a','b'))", ["check=s IN ('a','b')[a|b]"]),
        ("enum(a, b)", ["enum[a|b]"]),
        ("one of: a, b, NOT NULL", ["enum[a|b]", "not-null"]),
        ("a | b | c", ["enum[a|b|c]"]),
        ("IDENTITY(1,1)", ["auto-increment"]),
        ("GENERATED ALWAYS AS (a + b) STORED", ["generated=a + b"]),
        ("UNIQE NOT NULL", ["unknown", "not-null"]),
        ("PRIMRY KEY", ["unknown"]),
        ("trimmed, max 100, ISO 4217", ["other", "other", "other"]),
        ("—", []),
    ],
)
def test_a_cell_states(text: str, expected: list[str]) -> None:
    assert shown(read_constraints(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Primary key", ["primary-key"]),
        ("主键", ["primary-key"]),
        ("Unique identifier", []),
        ("Primary email", []),
        ("optional note text", []),
        ("nullable — set on import", ["null"]),
        ("→ teams.id", ["foreign-key>teams.id"]),
        ("owner → teams.id", ["foreign-key>teams.id"]),
        ("When it starts (draft → live)", []),
        ("Foreign key to teams.id (nullable)", ["null", "foreign-key>teams.id"]),
        ("FK to teams", ["foreign-key>teams."]),
        ("Reference to the pricing section", []),
        ("The address (unique)", ["unique"]),
    ],
)
def test_a_description_states(text: str, expected: list[str]) -> None:
    assert shown(constraints_in_prose(text)) == expected


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ("`new` / `old` / `gone`", ("new", "old", "gone")),
        ("`new`, `old`: the state", ("new", "old")),
        ("see `new` and `old`", ()),
        ("`teams.id` / `other`", ()),
    ],
)
def test_code_spans_at_the_front_are_values(raw: str, values: tuple[str, ...]) -> None:
    found = constraints_in_prose(raw.replace("`", ""), raw)
    assert tuple(value for constraint in found for value in constraint.values) == values


def test_the_nearest_constraint_is_named() -> None:
    assert nearest_constraint("UNIQE") == "UNIQUE"
    assert nearest_constraint("elephant") is None


@given(st.text(max_size=200) | st.text(alphabet="FK→.,()'\" nulNOTpki|/`", max_size=200))
def test_no_text_raises(text: str) -> None:
    for constraint in [*read_constraints(text), *constraints_in_prose(text, text)]:
        assert constraint.text is not None


@pytest.mark.parametrize("unit", ["(", "'", "a.", "FK → ", "not null ", "a|", "DEFAULT ", "`a`/"])
def test_long_text_is_read_fast(unit: str) -> None:
    start = time.perf_counter()
    read_constraints(unit * 20_000)
    constraints_in_prose(unit * 20_000, unit * 20_000)
    assert time.perf_counter() - start < 2
