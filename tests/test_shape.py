"""What entities and fields are by their shape, and what conditions and rules in prose say."""

from __future__ import annotations

import pytest

from storagelint.judging.entities.check_conditions import Bounds, bounds, names_compared
from storagelint.judging.entities.repetition import repeated
from storagelint.judging.entities.shape import (
    implied_key,
    is_choice,
    is_creation_time,
    is_framework,
    is_junction,
    is_log,
    is_lookup,
    is_money,
    is_row_time,
    is_soft_delete,
    is_update_time,
)
from storagelint.judging.entities.stated_rules import resolve, stated_length, stated_rules
from storagelint.kinds import builtin_kinds
from storagelint.model import Document, Entity, Field, Form
from storagelint.model.stores import technology_of
from storagelint.reading import read
from storagelint.source import from_text


def document(text: str) -> Document:
    return read(from_text(text), path="design.md", kind=builtin_kinds()["generic"])


def table(name: str, *rows: str) -> Document:
    head = f"### {name}\n\n| Field | Type | Constraints |\n| --- | --- | --- |\n"
    return document(head + "\n".join(f"| {row} |" for row in rows) + "\n")


def only(found: Document) -> Entity:
    assert len(found.entities) == 1
    return found.entities[0]


def field(name: str) -> Field:
    return Field(name=name)


@pytest.mark.parametrize(
    "name", ["created_at", "createdAt", "gmt_create", "inserted_at", "criado_em", "创建时间"]
)
def test_creation_time(name: str) -> None:
    assert is_creation_time(field(name))
    assert not is_update_time(field(name))


@pytest.mark.parametrize("name", ["updated_at", "lastModified", "gmt_modified", "修改时间"])
def test_update_time(name: str) -> None:
    assert is_update_time(field(name))
    assert is_row_time(field(name))


@pytest.mark.parametrize("name", ["sent_at", "timestamp", "started_at", "paid_at"])
def test_times_of_the_domain_are_no_row_times(name: str) -> None:
    assert not is_row_time(field(name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("unit_price", True),
        ("totalAmount", True),
        ("discount_rate", False),
        ("price_level", False),
        ("amount_of_items_count", False),
        ("token_cost_count", False),
    ],
)
def test_money(name: str, expected: bool) -> None:
    assert is_money(field(name)) is expected


def test_choice_and_soft_delete() -> None:
    assert is_choice(field("order_status"))
    assert not is_choice(field("status_note"))
    assert is_soft_delete(field("deletedAt"))
    assert not is_soft_delete(field("deleted_by"))


def test_junction() -> None:
    tags = table("post_tags", "post_id | UUID | FK → posts.id", "tag_id | UUID | FK → tags.id")
    assert is_junction(only(tags))
    orders = table(
        "orders",
        "id | UUID | PK",
        "user_id | UUID | FK → users.id",
        "shop_id | UUID | FK → shops.id",
        "total | NUMERIC(12, 2) | NOT NULL",
    )
    assert not is_junction(only(orders))


def test_lookup_by_its_fields() -> None:
    countries = table("countries", "code | CHAR(2) | PK", "name | TEXT | NOT NULL")
    assert is_lookup(only(countries), countries)
    ships = table("ships", "id | UUID | PK", "tonnage | INTEGER | NOT NULL")
    assert not is_lookup(only(ships), ships)


def test_log_and_framework_by_name() -> None:
    assert is_log(only(table("login_attempts", "id | BIGINT | PK")))
    assert is_framework(only(table("alembic_version", "version_num | TEXT | PK")))


def test_implied_key() -> None:
    orders = only(table("orders", "order_id | UUID | NOT NULL", "total | INTEGER |"))
    found = implied_key(orders)
    assert found is not None
    assert found.name == "order_id"
    assert implied_key(only(table("orders", "user_id | UUID |", "total | INTEGER |"))) is None


def test_technology_needs_a_single_candidate() -> None:
    text = "# Store: {}\n\n### a\n\n| Field | Type |\n| --- | --- |\n| id | UUID |\n"
    one = document(text.format("PostgreSQL"))
    assert technology_of(only(one), one) == "PostgreSQL"
    two = document(text.format("PostgreSQL and MySQL"))
    assert technology_of(only(two), two) is None


def test_unknown_types_are_marked() -> None:
    found = only(table("orders", "id | UUID | PK", "code | VARCHR(32) |", "note | string |"))
    assert [each.unknown_type for each in found.definitions[0].fields] == [False, True, False]


def test_parts_of_a_table_are_no_repetition() -> None:
    head = "| Field | Type |\n| --- | --- |\n"
    parts = document(
        f"### orders\n\n{head}| id | UUID |\n| total | INTEGER |\n\n"
        f"### orders\n\n{head}| coupon | TEXT |\n| gift | BOOLEAN |\n"
    )
    assert [list(repeated(parts, each)) for each in parts.entities] == [[]]
    twice = document(f"### orders\n\n{head}| id | UUID |\n\n### Order\n\n{head}| id | UUID |\n")
    again, first = next(repeated(twice, only(twice)))
    assert (again.form, again.span.line, first.span.line) == (Form.TABLE, 7, 1)


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("ends_on >= starts_on", ["ends_on", "starts_on"]),
        ("length(note) < 500", []),
        ("state IN ('open', 'done')", ["state"]),
        ("value > 0", []),
        ("kind = 'a = b'", ["kind"]),
    ],
)
def test_names_compared(condition: str, names: list[str]) -> None:
    assert list(names_compared(condition)) == names


def test_bounds() -> None:
    assert bounds("stars BETWEEN 1 AND 5") == Bounds(1, 5)
    assert bounds("price >= 0") == Bounds(0, None)
    assert bounds("a > 1 OR b < 2") == Bounds()
    assert Bounds(0, None).allow(0)
    assert not Bounds(1, 5).allow(6)


def test_stated_rules_name_their_fields() -> None:
    found = document(
        "### rooms\n\n| Field | Type |\n| --- | --- |\n| label | VARCHAR(40) |\n\n"
        "## Validation Rules\n\n- `rooms.label`: at most 60 characters\n- Nothing else\n"
    )
    rules = list(stated_rules(found))
    assert [(rule.entity, rule.field, rule.lone) for rule in rules] == [("rooms", "label", True)]
    resolved = resolve(rules[0], found)
    assert resolved is not None
    assert resolved[1].type == "VARCHAR(40)"
    assert stated_length(rules[0].text) == 60
