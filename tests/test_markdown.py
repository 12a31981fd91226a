"""Source -> Page, with mistune as an independent second reader of the same text."""

from __future__ import annotations

import time
from typing import Any

import mistune
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.parser_block import ParserBlock
from peers_installed import commonmark_examples

from storagelint.markdown import (
    Comment,
    Fence,
    Html,
    ItemList,
    Page,
    Paragraph,
    Table,
    code_spans,
    parse,
    plain,
)
from storagelint.markdown.parser import MAX_NESTING, _Blocks, page_parser
from storagelint.source import from_text


def page(text: str) -> Page:
    return parse(from_text(text))


def unowned(found: Page) -> list[int]:
    """The lines with text that no block and no heading covers."""
    owned: set[int] = set()
    for section in found.sections:
        if section.heading is not None:
            owned.update(range(section.heading.line, section.heading.end_line + 1))
        for block in section.blocks:
            owned.update(range(block.line, block.end_line + 1))
    lines = enumerate(found.source.lines, 1)
    return [number for number, line in lines if line.strip() and number not in owned]


LINES = [
    "",
    "",
    "# Heading",
    "## `orders` table",
    "Setext",
    "======",
    "-----",
    "text with `code` and **bold**",
    "> quoted",
    ">",
    "> > deeper",
    "> - item in a quote",
    "- item",
    "  - nested item",
    "    continued",
    "1. first",
    "- [ ] open task",
    "- [x] done task",
    "| a | b |",
    "| --- | :-: |",
    "| 1 | x \\| y |",
    "| only one |",
    "```sql",
    "```",
    "~~~~",
    "    indented code",
    "<!-- a comment -->",
    "<!-- open",
    "-->",
    "<details>",
    "</details>",
    "[ref]: https://example.org 'title'",
    "> [other]: /url",
    "***",
    "\ttab",
    "a | b",
    "--|--",
    "\u2028 not a newline \x0c",
    "字段 | 类型",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_17_every_line_with_text_is_in_some_block(lines: list[str]) -> None:
    assert unowned(page("\n".join(lines))) == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_17_any_text_gives_a_page_that_owns_its_lines(text: str) -> None:
    assert unowned(page(text)) == []


def test_17_so_is_it_in_the_examples_of_commonmark() -> None:
    examples = commonmark_examples()
    assert [text for text in examples if unowned(page(text))] == []


def test_blocks_are_those_of_markdown_its_own_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = commonmark_examples()
    ours = [page_parser().parse(text) for text in examples]
    monkeypatch.setattr(_Blocks, "tokenize", ParserBlock.tokenize)
    assert [page_parser().parse(text) for text in examples] == ours


mistune_tokens = mistune.create_markdown(renderer=None, plugins=["table"])


def tokens_of(text: str, kind: str) -> list[dict[str, Any]]:
    tokens = mistune_tokens(text)
    assert isinstance(tokens, list)
    return [token for token in tokens if token["type"] == kind]


def rendered(token: dict[str, Any]) -> str:
    if "raw" in token and "children" not in token:
        return str(token["raw"])
    return "".join(rendered(child) for child in token.get("children", []))


CELLS = st.text(st.sampled_from("ab cd_1é字`*"), max_size=8).map(str.strip)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """A GFM table whose rows are as long as its header, and the cells' Markdown."""
    columns = draw(st.integers(2, 4))
    names = st.lists(CELLS.filter(bool), min_size=columns, max_size=columns)
    rows = [draw(names), *draw(st.lists(names, max_size=4))]
    ruler = draw(
        st.lists(st.sampled_from(["---", ":-:", "--:"]), min_size=columns, max_size=columns)
    )
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "|".join(ruler) + "|")
    return "\n".join(lines) + "\n", rows


@settings(max_examples=200, deadline=None)
@given(tables())
def test_17_tables_have_the_cells_that_mistune_reads(case: tuple[str, list[list[str]]]) -> None:
    text, rows = case
    (table,) = page(text).blocks(Table)
    assert [[cell.raw for cell in row.cells] for row in (table.header, *table.rows)] == rows
    (other,) = tokens_of(text, "table")
    head, *body = other["children"]
    theirs = [len(head["children"])] + [
        len(row["children"]) for part in body for row in part["children"]
    ]
    assert [len(row.cells) for row in (table.header, *table.rows)] == theirs


@settings(max_examples=200, deadline=None)
@given(st.lists(tables().map(lambda case: case[0]) | st.sampled_from(LINES[2:8]), max_size=6))
def test_17_headings_are_those_that_mistune_reads(parts: list[str]) -> None:
    text = "\n\n".join(part for part in parts if part not in ("======", "-----"))
    mine = [section.level for section in page(text).sections[1:]]
    assert mine == [token["attrs"]["level"] for token in tokens_of(text, "heading")]


@settings(max_examples=200, deadline=None)
@given(tables())
def test_17_a_cells_span_covers_its_text(case: tuple[str, list[list[str]]]) -> None:
    found = page("> " + case[0].replace("\n", "\n> "))
    (table,) = found.blocks(Table)
    for row in (table.header, *table.rows):
        for cell in row.cells:
            line = found.source.lines[cell.line - 1]
            assert line[cell.column - 1 : cell.end_column - 1] == cell.raw


def test_an_escaped_pipe_is_text_and_keeps_its_place() -> None:
    (table,) = page("| a | b |\n|---|---|\n| x \\| y | z |\n").blocks(Table)
    first, second = table.rows[0].cells
    assert (first.raw, first.span) == ("x | y", (3, 3, 3, 9))
    assert (second.raw, second.span) == ("z", (3, 12, 3, 13))


def test_short_and_long_rows_are_kept_as_they_are() -> None:
    (table,) = page("| a | b |\n|-|-|\n| 1 |\n| 1 | 2 | 3 |\n").blocks(Table)
    assert [len(row.cells) for row in table.rows] == [1, 3]
    assert table.rows[0].cell(1) is None
    assert table.rows[1].cell(None) is None


def test_sections_form_a_tree_that_survives_skipped_levels() -> None:
    found = page("intro\n# A\n### B\n## C\n# D\n")
    titles = [
        (section.title, section.parent.title if section.parent else None)
        for section in found.sections
    ]
    assert titles == [("", None), ("A", ""), ("B", "A"), ("C", "A"), ("D", "")]
    a = found.sections[1]
    assert (a.line, a.end_line) == (2, 4)
    assert [section.title for section in a.walk()] == ["A", "B", "C"]
    assert found.section_at(3).title == "B"


def test_fences_know_their_language_their_end_and_their_columns() -> None:
    found = page("- item\n\n  ```SQL title=x\n  SELECT 1;\n  ```\n\n~~~\nopen\n")
    sql, rest = found.blocks(Fence)
    assert (sql.language, sql.lines, sql.closed, sql.nested) == ("sql", ("SELECT 1;",), True, True)
    assert sql.span(0, 0, 6) == (4, 3, 4, 9)
    assert (rest.language, rest.closed) == ("", False)


def test_items_have_depth_check_boxes_and_the_place_of_their_text() -> None:
    (block,) = page("- [x] done\n  - `id` (uuid)\n- [ ] open\n").blocks(ItemList)
    items = list(block.walk())
    assert [(item.text, item.depth, item.checked) for item in items] == [
        ("done", 0, True),
        ("id (uuid)", 1, None),
        ("open", 0, False),
    ]
    assert items[1].span == (2, 5, 2, 16)


def test_comments_are_found_in_blocks_and_in_lines() -> None:
    found = page("<!-- one -->\n\ntext <!-- two --> text\n\n| a |\n|---|\n| b |\n")
    assert [(comment.text, comment.span) for comment in found.comments] == [
        ("one", (1, 1, 1, 13)),
        ("two", (3, 6, 3, 18)),
    ]
    assert [block.text for block in found.blocks(Comment)] == ["one", "two"]


def test_front_matter_is_no_heading_and_gives_its_values() -> None:
    found = page("---\nkind: storage\ntitle: 'x'\n---\n# Title\n")
    assert found.front_matter is not None
    assert found.front_matter.value("kind") == ("storage", 2)
    assert found.front_matter.value("title") == ("x", 3)
    assert found.front_matter.value("none") is None
    assert [section.title for section in found.sections] == ["", "Title"]
    assert found.sections[1].line == 5


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert page("---\n\ntext\n\n---\n").front_matter is None


def test_html_blocks_are_kept() -> None:
    (block,) = page("<pre>\nid INTEGER\n\nname TEXT\n</pre>\n").blocks(Html)
    assert block.text.startswith("<pre>")


def test_text_below_the_deepest_nesting_is_reported_not_dropped_silently() -> None:
    found = page("> " * (MAX_NESTING + 20) + "lost\n")
    assert found.too_deep
    assert not page("> " * 20 + "kept\n").too_deep
    paragraphs = [block.text for block in page("> " * 20 + "kept\n").blocks(Paragraph)]
    assert paragraphs == ["kept"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("`code`", "code"),
        ("``a ` b``", "a ` b"),
        ("**bold** and *it*", "bold and it"),
        ("__bold__ snake_case_name _it_", "bold snake_case_name it"),
        ("`snake_*_x`", "snake_*_x"),
        ("phone\\_number", "phone_number"),
        ("[text](https://example.org/a_(b))", "text"),
        ("![alt](a.png)", "alt"),
        ("[text][ref]", "text"),
        ("Currencies[^1]", "Currencies"),
        ("a<br>b", "a b"),
        ("<b>x</b> &amp; y", "x & y"),
        ("<https://example.org>", "https://example.org"),
        ("~~old~~ new", "old new"),
        ("a * b * c", "a * b * c"),
        ("List<String>", "List<String>"),
        ("<Backend System> Storage", "<Backend System> Storage"),
        ("2 < 3 > 1", "2 < 3 > 1"),
        ("\\*not\\* bold", "*not* bold"),
    ],
)
def test_plain_text_is_what_a_reader_sees(raw: str, shown: str) -> None:
    assert plain(raw) == shown


def test_code_spans_have_their_offsets() -> None:
    raw = "a `b` and ``c`d``"
    assert [(text, raw[start:end]) for start, end, text in code_spans(raw)] == [
        ("b", "b"),
        ("c`d", "c`d"),
    ]


@pytest.mark.parametrize("piece", ["*", "_", "`", "[", "**a", "<a ", "![", "\\", "~~", "](", "&"])
def test_plain_text_is_linear(piece: str) -> None:
    start = time.perf_counter()
    plain((piece * 20_000)[:20_000])
    assert time.perf_counter() - start < 1.0
