"""A new row looks like the rows above it and is read back as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storagelint.generating.edits.table_rows import Value, new_row, table_of
from storagelint.markdown import Table, parse
from storagelint.model.table_facts import TableFact
from storagelint.reading.columns import columns_of
from storagelint.source import from_text

NAMES = ["Table", "Index", "Fields", "Type", "Purpose"]
VALUES: dict[str, Value] = {
    "table": "lines",
    "index": "idx_lines_order_id_number",
    "field": ("order_id", "number"),
    "type": "btree",
    "description": "Lines of an order",
}


def grown(text: str, values: dict[str, Value], behind: int | None = None) -> str:
    """A text whose first table has one more row."""
    page = parse(from_text(text))
    table = next(page.blocks(Table))
    fact = TableFact(
        role="indexes",
        concepts=columns_of(table).order,
        headings=table.headings,
        line=table.line,
        end_line=table.end_line,
    )
    made = new_row(page, fact, values, behind)
    assert made is not None
    span, row = made
    lines = text.split("\n")
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + row + line[span.column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "| orders | idx_orders_user_id | user_id | btree | Orders of a user |",
            "| lines | idx_lines_order_id_number | order_id, number | btree | Lines of an order |",
        ),
        (
            "|`orders`|`idx_orders_user_id`|`user_id`, `day`|B-tree|Orders of a user|",
            "|`lines`|`idx_lines_order_id_number`|`order_id`, `number`|btree|Lines of an order|",
        ),
        (
            "| orders | `idx_orders_user_id` | `(user_id, day)` | btree | — |",
            "| lines | `idx_lines_order_id_number` | `(order_id, number)` | btree "
            "| Lines of an order |",
        ),
        (
            "| **orders** | idx_orders_user_id | (user_id + day) | btree | |",
            "| **lines** | idx_lines_order_id_number | (order_id + number) | btree "
            "| Lines of an order |",
        ),
        (
            "  orders | idx_orders_user_id | user_id | btree | Orders of a user",
            "  lines | idx_lines_order_id_number | order_id, number | btree | Lines of an order",
        ),
    ],
)
def test_it_takes_the_style_of_the_others(rows: str, expected: str) -> None:
    table = f"| {' | '.join(NAMES)} |\n|{' --- |' * 5}\n{rows}\n\nText behind it.\n"
    assert grown(table, VALUES) == table.replace(rows, f"{rows}\n{expected}")


def test_it_keeps_the_columns_of_a_table_that_is_padded() -> None:
    table = (
        "| Field      | Type        | Notes     |\n"
        "|------------|-------------|-----------|\n"
        "| id         | UUID        | The key   |\n"
    )
    values: dict[str, Value] = {"field": "paid_at", "type": "TIMESTAMPTZ", "description": "Never"}
    assert grown(table, values) == table + "| paid_at    | TIMESTAMPTZ | Never     |\n"


def test_columns_come_in_any_order_and_the_silent_ones_stay_silent() -> None:
    header = "| Type | Field | Since | Default |\n|-|-|-|-|\n"
    table = header + "| int | id | v1 | - |\n| int | n | - | - |\n"
    values: dict[str, Value] = {"field": "at", "type": "date"}
    assert grown(table, values).endswith("| date | at | - | - |\n")


def test_a_table_without_rows_gets_its_first() -> None:
    table = "> | Field | Type |\n> | --- | --- |\n"
    expected = table + "> | at | date |\n"
    assert grown(table, {"field": "at", "type": "date"}) == expected


def test_a_row_stands_behind_the_one_that_is_named() -> None:
    table = "| Field | Type |\n| --- | --- |\n| a | int |\n| b | int |\n"
    expected = table.replace("| b", "| at | date |\n| b")
    assert grown(table, {"field": "at", "type": "date"}, behind=3) == expected


def test_a_table_that_was_not_read_whole_gets_no_row() -> None:
    page = parse(from_text("Text only.\n"))
    fact = TableFact(role="fields", concepts=("field",), headings=("Field",), line=1, end_line=3)
    assert table_of(page, fact) is None
    assert new_row(page, fact, {"field": "at"}) is None


STYLES = [
    "| a | b |\n| --- | --- |\n| x | y |\n",
    "|a|b|\n|-|-|\n|`x`|**y**|\n",
    "| a   | b   |\n|-----|-----|\n| `x` | `y` |\n",
    "a | b\n--|--\n(x) | y\n",
]
TEXT = st.text(st.sampled_from("ab1 _*`|\\<>&;[]~#!-:\"'\n\ré字"), min_size=1, max_size=12)


@given(st.sampled_from(STYLES), TEXT, TEXT)
def test_no_text_breaks_out_of_its_row(style: str, one: str, other: str) -> None:
    text = style.replace("a", "Field", 1).replace("b", "Description", 1)
    after = grown(text, {"field": one, "description": other})
    (before,), (table,) = (
        parse(from_text(text)).blocks(Table),
        parse(from_text(after)).blocks(Table),
    )
    assert table.rows[: len(before.rows)] == before.rows
    assert len(table.rows) == len(before.rows) + 1
    assert len(table.rows[-1].cells) <= 2
