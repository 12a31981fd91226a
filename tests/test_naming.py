"""Names -> style, number and majority."""

from __future__ import annotations

import pytest

from storagelint.judging.entities.naming import (
    doubtful_twins,
    index_pattern,
    majority,
    number,
    style,
)
from storagelint.markdown import parse
from storagelint.model import Document, Entity, Form, Index
from storagelint.source import from_text


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("created_at", "snake_case"),
        ("createdAt", "camelCase"),
        ("OrderItem", "PascalCase"),
        ("ORDER_ITEM", "UPPER_CASE"),
        ("status", None),
        ("Status", None),
        ("order-items", None),
    ],
)
def test_style(name: str, found: str | None) -> None:
    assert style(name) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("user", "singular"),
        ("order_items", "plural"),
        ("Category", "singular"),
        ("categories", "plural"),
        ("shipment", "singular"),
        ("notifications", "plural"),
        ("order_status", None),
        ("metadata", None),
        ("news", None),
        ("audit_log", None),
        ("utenti", None),
        ("用户", None),
    ],
)
def test_number_is_told_only_where_it_is_sure(name: str, found: str | None) -> None:
    assert number(name) == found


def test_a_majority_needs_five_names_of_which_four_agree() -> None:
    assert majority(["a", "a", "a", "a"]) is None
    assert majority(["a", "a", "a", "b", "b"]) is None
    found = majority(["a", "a", "a", "a", "b", None])
    assert found is not None
    assert (found.value, found.votes, found.total) == ("a", 4, 5)


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (["user_id", "userid"], [(0, 1)]),
        (["home_address", "note", "home_adress"], [(0, 2)]),
        (["received_at", "recieved_at"], [(0, 1)]),
        (["shipment_id", "shpment_id"], [(0, 1)]),
        (["payer_id", "payee_id"], []),
        (["status", "stats"], []),
        (["line1", "line2"], []),
        (["reference", "referenced"], []),
        (["_", "__", ""], []),
    ],
)
def test_twins(names: list[str], pairs: list[tuple[int, int]]) -> None:
    assert list(doubtful_twins(names)) == pairs


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("idx_policies_day", "idx_<entity>_<fields>"),
        ("idx_policy_day", "idx_<entity>_<fields>"),
        ("ix_day", "ix_<fields>"),
        ("ix_policynumber", "ix_<fields>"),
        ("policies_day_idx", "<entity>_<fields>_idx"),
        ("by_day", None),
    ],
)
def test_index_patterns(name: str, pattern: str | None) -> None:
    entity = Entity(name="policies", form=Form.TABLE)
    document = Document(path="design.md", page=parse(from_text("")), entities=[entity])
    assert index_pattern(Index(name=name, entity="policy"), document) == pattern
    assert index_pattern(Index(name=name, entity="policy", unique=True), document) is None
