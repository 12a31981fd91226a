"""Cells that hold anything are read back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storagelint.generating.texts.table_text import table
from storagelint.markdown import Table, parse, plain
from storagelint.source import from_text

TEXT = st.text(st.sampled_from("ab1 _*`|\\\\<>&;[]()~#!-:\"'\n\r\u2028é字"), max_size=12)


def read_back(text: str) -> list[list[str]]:
    (found,) = parse(from_text(text)).blocks(Table)
    return [[plain(cell.raw) for cell in row.cells] for row in found.rows]


def test_a_table_of_words() -> None:
    assert table(["A", "B"], [["x", "y|z"]]) == "| A | B |\n| --- | --- |\n| x | y\\|z |"


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3))
def test_nothing_breaks_out_of_a_cell(rows: list[tuple[str, str]]) -> None:
    expected = [[" ".join(text.split()) for text in each] for each in rows]
    found = read_back(table(["A", "B"], rows))
    assert [[" ".join(text.split()) for text in each] for each in found] == expected
