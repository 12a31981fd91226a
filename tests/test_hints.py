"""Text -> the lines on which something may stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storagelint_rules.queries import unconsidered_cache, unpaginated_list, unstated_bottleneck

from storagelint.judging.access import coverage
from storagelint.judging.entities import conventions
from storagelint.judging.pages.hints import hinted_lines, stands_in

TEXT = "Pages\nof the Wiki\n\nare wide,\nof  the WIKI pages"


def test_lines_are_found_in_any_case_and_once() -> None:
    assert hinted_lines(TEXT, ["wiki", "page", "wid"]) == [1, 2, 4, 5]


def test_a_hint_with_a_space_stands_on_one_line() -> None:
    assert hinted_lines(TEXT, ["of the"]) == [2]


def test_a_hint_may_stand_in_the_middle_of_a_word() -> None:
    assert stands_in(TEXT, "ik")
    assert not stands_in(TEXT, "ikid")


@given(st.text(st.sampled_from("aAbİß \n\t"), max_size=60), st.sampled_from(["a", "ab", "a b"]))
def test_lines_are_those_that_hold_the_hint(text: str, hint: str) -> None:
    lines = text.lower().split("\n")
    assert hinted_lines(text, [hint]) == [at for at, line in enumerate(lines, 1) if hint in line]


@pytest.mark.parametrize(
    ("found", "hints"),
    [
        (unstated_bottleneck._BOTTLENECK, unstated_bottleneck._HINTS),
        (unconsidered_cache._CACHE, unconsidered_cache._HINTS),
        (unpaginated_list._PAGED, unpaginated_list._HINTS),
        (coverage._KEYS_INDEXED, coverage._KEY_HINTS),
        (conventions._EVERY_TABLE_HAS_KEY, conventions._EVERY),
    ],
    ids=["bottleneck", "cache", "paged", "keys indexed", "keys for all"],
)
def test_what_a_pattern_finds_holds_a_hint_and_stays_on_its_line(
    found: re.Pattern[str], hints: tuple[str, ...]
) -> None:
    @given(st.from_regex(re.compile(found.pattern, found.flags), fullmatch=True))
    def holds_a_hint(text: str) -> None:
        assert any(hint in text.lower() for hint in hints)
        assert "\n" not in text

    holds_a_hint()
