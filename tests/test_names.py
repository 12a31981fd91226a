"""Names of one thing match in any case style and number; names of two things do not."""

from __future__ import annotations

import pytest

from storagelint.model.names import same_name, singular


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("movie", "movies"),
        ("category", "categories"),
        ("cache", "caches"),
        ("branch", "branches"),
        ("warehouse", "warehouses"),
        ("status", "statuses"),
        ("shelf", "shelves"),
        ("wave", "waves"),
        ("life", "lives"),
        ("box", "boxes"),
        ("axis", "axes"),
        ("purchase", "purchases"),
        ("series", "series"),
        ("review", "reviews"),
        ("workflow", "workflows"),
        ("news", "news"),
        ("child", "children"),
    ],
)
def test_a_word_and_its_plural(one: str, many: str) -> None:
    assert singular(many) == one
    assert same_name(one, many)
    assert same_name(f"Old{one.title()}", f"old_{many}")


@pytest.mark.parametrize(("one", "many"), [("pixie", "pixies"), ("valve", "valves")])
def test_words_that_no_list_has_match_their_plural(one: str, many: str) -> None:
    assert same_name(one, many)


@pytest.mark.parametrize(
    ("one", "other"), [("user", "order"), ("cache", "case"), ("news", "new"), ("media", "medicine")]
)
def test_other_words_do_not_match(one: str, other: str) -> None:
    assert not same_name(one, other)
