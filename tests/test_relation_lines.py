"""Relationships in text: every form that people write, and what only looks like one."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storagelint.model.facts import Cardinality
from storagelint.reading.diagrams.relation_lines import (
    read_cardinality,
    read_relation_block,
    read_relation_line,
)

ONE, MANY, BACK, BOTH = (
    Cardinality.ONE_TO_ONE,
    Cardinality.ONE_TO_MANY,
    Cardinality.MANY_TO_ONE,
    Cardinality.MANY_TO_MANY,
)
SIGNS = {ONE: ("1", "1"), MANY: ("1", "N"), BACK: ("N", "1"), BOTH: ("N", "M")}


def said(text: str) -> list[tuple[str, Cardinality | None, str]]:
    return [(each.left, each.cardinality, each.right) for each in read_relation_line(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Author 1 ──── N Book", [("Author", MANY, "Book")]),
        ("Author 1 ═══ n Book", [("Author", MANY, "Book")]),
        ("Author 1----N Book", [("Author", MANY, "Book")]),
        ("Book N ──── M Tag (via BookTag)", [("Book", BOTH, "Tag")]),
        ("Author (1) ── (N) Book", [("Author", MANY, "Book")]),
        ("Author (1:N) Book", [("Author", MANY, "Book")]),
        ("Author 1:N Book", [("Author", MANY, "Book")]),
        ("A ──< B", [("A", MANY, "B")]),
        ("A >── B", [("A", BACK, "B")]),
        ("A ──1:N── B", [("A", MANY, "B")]),
        ("A ||--o{ B : has", [("A", MANY, "B")]),
        ("A ──< B ──< C", [("A", MANY, "B"), ("B", MANY, "C")]),
        ("a 1──n b n──1 c", [("a", MANY, "b"), ("b", BACK, "c")]),
        ("a 1──n b / c / d", [("a", MANY, "b"), ("a", MANY, "c"), ("a", MANY, "d")]),
        ("a 1──n {b, c}", [("a", MANY, "b"), ("a", MANY, "c")]),
        ("authors 1 --< books N (a note)", [("authors", MANY, "books")]),
        ("A -> B -> C", [("A", None, "B"), ("B", None, "C")]),
        ("A ← B", [("B", None, "A")]),
        ("A → B (1:N)", [("A", MANY, "B")]),
        ("A → B[] (1:many)", [("A", MANY, "B")]),
        ("- `Author` 1 → many `Book`", [("Author", MANY, "Book")]),
        ("### **Author** → **Books** (1:N)", [("Author", MANY, "Books")]),
        ("UIStandard 1-to-many Token", [("UIStandard", MANY, "Token")]),
        ("Author has many Book", [("Author", MANY, "Book")]),
        ("- **Author** has one Profile", [("Author", ONE, "Profile")]),
        ("Book belongs to Author", [("Book", BACK, "Author")]),
        (
            "A reader has many loans and fines",
            [("reader", MANY, "loans"), ("reader", MANY, "fines")],
        ),
        ("books and tags are many-to-many", [("books", BOTH, "tags")]),
        ("作者 一对多 书籍", [("作者", MANY, "书籍")]),
        ("一个作者有多个书籍", [("作者", MANY, "书籍")]),
        ("作者和书籍是一对多关系", [("作者", MANY, "书籍")]),
        ("Author 1 对 多 Book", [("Author", MANY, "Book")]),
        ("Author 1対多 Book", [("Author", MANY, "Book")]),
        ("Author 1:다 Book", [("Author", MANY, "Book")]),
        ("Author 일대다 Book", [("Author", MANY, "Book")]),
        ("Author один-ко-многим Book", [("Author", MANY, "Book")]),
        ("Author uno a muchos Book", [("Author", MANY, "Book")]),
        ("Author một-nhiều Book", [("Author", MANY, "Book")]),
        ("Author um para muitos Book", [("Author", MANY, "Book")]),
        ("Author eins-zu-viele Book", [("Author", MANY, "Book")]),
        ("Book 多对一 Author", [("Book", BACK, "Author")]),
    ],
)
def test_forms(text: str, expected: list[tuple[str, Cardinality | None, str]]) -> None:
    assert said(text) == expected


def test_junction_tables_and_key_fields() -> None:
    assert read_relation_line("A N ── M B (via a_b)")[0].via == "a_b"
    assert read_relation_line("A -> B through `a_b`")[0].via == "a_b"
    both_ways = read_relation_line("A <-> B via C")[0]
    assert (both_ways.cardinality, both_ways.via) == (BOTH, "C")
    assert read_relation_line("a and b are many-to-many (through a_b)")[0].via == "a_b"


@pytest.mark.parametrize("note", ["many-to-one", "1:N"])
def test_the_side_with_the_key_field_is_the_many(note: str) -> None:
    (key,) = read_relation_line(f"`books.author_id` → `authors.id` ({note})")
    assert (key.left, key.field, key.right) == ("books", "author_id", "authors")
    assert key.cardinality is BACK


def test_optional_sides() -> None:
    (line,) = read_relation_line("Book 1..* ── 0..1 Shelf")
    assert (line.cardinality, line.left_optional, line.right_optional) == (BACK, False, True)
    (sentence,) = read_relation_line("each Loan may reference one Reader")
    assert (sentence.cardinality, sentence.right_optional) == (BACK, True)


@pytest.mark.parametrize(
    ("text", "written"), [("A 1 ──── X B", "1 ──── X"), ("Author 1 ──── Book", "1 ────")]
)
def test_an_unreadable_cardinality_is_kept(text: str, written: str) -> None:
    (line,) = read_relation_line(text)
    assert (line.cardinality, line.cardinality_text) == (None, written)


@pytest.mark.parametrize(
    "text",
    [
        "draft → published",
        "client -> API -> database",
        "On success → the status changes",
        "CREATED ──pay──▶ PAID",
        "├── authors   -- the authors",
        "authors — who wrote it",
        "a well-known name",
        "",
    ],
)
def test_what_only_looks_like_a_relationship(text: str) -> None:
    assert read_relation_line(text) == []


def test_a_bare_arrow_needs_known_entities() -> None:
    known = {"author", "book"}
    assert said_with("authors → books", known) == [("authors", None, "books")]
    assert said_with("authors → shelves", known) == []
    assert said_with("authors → shelves (1:N)", known) == [("authors", MANY, "shelves")]


def said_with(text: str, known: set[str]) -> list[tuple[str, Cardinality | None, str]]:
    return [(each.left, each.cardinality, each.right) for each in read_relation_line(text, known)]


def test_a_block_gives_its_lines() -> None:
    found = read_relation_block(["Author 1 ── N Book", "", "Book N ── M Tag"])
    assert [(line, each.left, each.right) for line, each in found] == [
        (0, "Author", "Book"),
        (2, "Book", "Tag"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "┌──────┐     ┌──────┐\n│ Book │────<│ Loan │\n└──────┘     └──────┘",
        "+------+     +------+\n| Book |---->| Loan |\n+------+     +------+",
        "data/\n├── books.db\n└── loans.db",
        "draft -> review -> published\nreview -> draft",
        "Browser -> Gateway -> Books\nBooks -> Loans",
    ],
)
def test_drawings_trees_and_flows_give_nothing(text: str) -> None:
    assert read_relation_block(text.split("\n")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1:N", MANY),
        ("1-N", MANY),
        ("N:1", BACK),
        ("N:M", BOTH),
        ("M:N", BOTH),
        ("N:N", BOTH),
        ("1..*", MANY),
        ("`0..n`", MANY),
        ("1:1", ONE),
        ("1 : 0..1", ONE),
        ("one-to-many", MANY),
        ("One to Many (cascade)", MANY),
        ("has many", MANY),
        ("belongs to", BACK),
        ("many-to-one", BACK),
        ("一对多", MANY),
        ("1対多", MANY),
        ("||--o{", MANY),
        ("1 ──── N", MANY),
        ("", None),
        ("unknown", None),
        ("someone-to-manyfold", None),
    ],
)
def test_cardinality_of_a_cell(text: str, expected: Cardinality | None) -> None:
    assert read_cardinality(text) is expected


NAMES = st.from_regex(r"[A-Z][a-z]{3,8}[A-Z][a-z]{3,8}", fullmatch=True)
FORMS = [
    "{a} {x} ──── {y} {b}",
    "{a} {x} -- {y} {b}",
    "{a} {x}----{y} {b}",
    "{a} ({x}) ── ({y}) {b}",
    "{a} {x}:{y} {b}",
    "{a} ──{x}:{y}── {b}",
    "{a} → {b} ({x}:{y})",
    "- `{a}` {x}──{y} `{b}` (a note)",
    "- **{a}** -> **{b}**: {x}:{y}",
]


@given(NAMES, NAMES, st.sampled_from(sorted(SIGNS)), st.sampled_from(FORMS))
def test_a_relation_reads_back_in_every_form(
    left: str, right: str, cardinality: Cardinality, form: str
) -> None:
    x, y = SIGNS[cardinality]
    text = form.format(a=left, b=right, x=x, y=y)
    (found,) = read_relation_line(text)
    assert (found.left, found.cardinality, found.right) == (left, cardinality, right)
    assert text[found.left_start : found.left_end] == left
    assert text[found.right_start : found.right_end] == right
    assert found.start <= found.left_start < found.right_end <= found.end <= len(text)


@given(st.text(alphabet="aB1N ─-<>|o{}()[]:,/.`*→_一对多İ", max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    for each in read_relation_line(text):
        assert 0 <= each.start <= each.end <= len(text)
    read_relation_block(text.split("a"))
    read_cardinality(text)


@pytest.mark.parametrize(
    "piece", [" ", "-", "a", "1 ", "a -- ", "A 1──N B ", "1:n ", "a and ", "has many ", "_", "用户"]
)
def test_long_lines_take_no_longer(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    before = process_time()
    read_relation_line(text)
    read_cardinality(text)
    assert process_time() - before < 1
