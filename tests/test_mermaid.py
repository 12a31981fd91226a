"""Mermaid diagrams: what they say, and that we refuse what Mermaid refuses, at the same line."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storagelint.markdown.blocks import Fence
from storagelint.model.facts import Attribute, Cardinality, Diagram
from storagelint.reading.diagrams.mermaid import read_class_diagram, read_er_diagram

CASES = Path(__file__).parent.parent / "fixtures" / "mermaid" / "cases.json"


class Case(TypedDict):
    """A diagram with the verdict of Mermaid itself."""

    text: str
    valid: bool
    error_line: int | None


def fence_of(text: str) -> Fence:
    lines = tuple(text.replace("\r\n", "\n").split("\n"))
    return Fence(10, 11 + len(lines), "mermaid", "mermaid", lines, 1)


def er(text: str) -> Diagram:
    diagram = read_er_diagram(fence_of(text))
    assert diagram is not None
    return diagram


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.span.line - 10, problem.message) for problem in er(text).problems]


def test_the_verdicts_are_mermaids() -> None:
    """Each stored verdict is ours.

    The verdicts come from mermaid 11.17.2 under node 20 with jsdom: `await mermaid.parse(text)`,
    which rejects what does not parse. The line is the one on which the refused token begins, in
    the text as written (`hash.line` of the error, less the newlines in the token, with the lines
    added that Mermaid takes out as front matter, directives and comments). It is null where the
    text is valid, and where the refused token is the end of the text.
    """
    cases: list[Case] = json.loads(CASES.read_text("utf-8"))
    assert len(cases) > 1000
    wrong = []
    for case in cases:
        diagram = er(case["text"])
        line = diagram.problems[0].span.line - 10 if diagram.problems else None
        if case["valid"] != (line is None) or (case["error_line"] or line) != line:
            wrong.append((case, line))
    assert wrong == []


def test_entities_fields_and_keys() -> None:
    diagram = er(
        "erDiagram\n"
        "    CUSTOMER {\n"
        "        uuid id PK\n"
        '        varchar(80) email UK "login name"\n'
        "        string[] tags\n"
        "        date? born\n"
        "        uuid org_id FK, UK\n"
        "        int *rank\n"
        "    }\n"
    )
    assert diagram.problems == []
    (customer,) = diagram.entities
    assert (customer.name, customer.line, customer.end_line) == ("CUSTOMER", 10, 21)
    assert [(field.name, field.type) for field in customer.fields] == [
        ("id", "uuid"),
        ("email", "varchar(80)"),
        ("tags", "string[]"),
        ("born", "date"),
        ("org_id", "uuid"),
        ("rank", "int"),
    ]
    key, email, tags, born, org, rank = customer.fields
    assert key.primary_key
    assert rank.primary_key
    assert not tags.primary_key
    assert email.unique
    assert email.description == "login name"
    assert org.foreign_key
    assert org.unique
    assert born.nullable is True
    assert tags.nullable is None
    assert key.span == (13, 14, 13, 16)
    assert email.stated[Attribute.UNIQUE].span == (14, 27, 14, 29)
    assert email.stated[Attribute.DESCRIPTION].span == (14, 31, 14, 41)
    assert email.stated[Attribute.TYPE].span == (14, 9, 14, 20)


@pytest.mark.parametrize(
    ("ends", "cardinality", "optional"),
    [
        ("||--||", Cardinality.ONE_TO_ONE, (False, False)),
        ("||--o{", Cardinality.ONE_TO_MANY, (False, True)),
        ("|o..|{", Cardinality.ONE_TO_MANY, (True, False)),
        ("}o--||", Cardinality.MANY_TO_ONE, (True, False)),
        ("}|..o{", Cardinality.MANY_TO_MANY, (False, True)),
        ("one or more to zero or one", Cardinality.MANY_TO_ONE, (False, True)),
        ("only one optionally to many(0)", Cardinality.ONE_TO_MANY, (False, True)),
        ("1 to 1+", Cardinality.ONE_TO_MANY, (False, False)),
    ],
)
def test_ends(ends: str, cardinality: Cardinality, optional: tuple[bool, bool]) -> None:
    diagram = er(f'erDiagram\n  A {ends} B : "has many"')
    assert diagram.problems == []
    (line,) = diagram.relationships
    assert (line.from_entity, line.to_entity, line.label) == ("A", "B", "has many")
    assert line.cardinality is cardinality
    assert (line.from_optional, line.to_optional) == optional
    assert line.cardinality_text == ends
    assert line.cardinality_span == (12, 5, 12, 5 + len(ends))
    assert line.from_span == (12, 3, 12, 4)
    assert line.to_span == (12, 6 + len(ends), 12, 7 + len(ends))


def test_junction_and_key_field_in_a_label() -> None:
    diagram = er(
        'erDiagram\n  posts }o--o{ tags : "via post_tags"\n  posts }o--|| authors : author_id'
    )
    first, second = diagram.relationships
    assert (first.via, first.field) == ("post_tags", None)
    assert (second.via, second.field) == (None, "author_id")


def test_names_aliases_and_the_rest_of_a_label() -> None:
    diagram = er(
        "erDiagram\n"
        "  p[Person] {\n    int id\n  }\n"
        '  a["Customer account"]\n'
        '  orders["All the orders"]\n'
        "  p ||--o{ a : owns gladly\n"
        "  Lonely\n"
    )
    assert diagram.problems == []
    assert list(diagram.names) == ["Person", "Customer account", "orders", "Lonely"]
    assert [each.name for each in diagram.entities] == list(diagram.names)
    assert diagram.entities[2].comment == "All the orders"
    assert diagram.relationships[0].from_entity == "Person"
    assert diagram.relationships[0].label == "owns gladly"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("A {\n  int id FK UK\n}", 3, 'attribute keys "FK UK" lack a comma'),
        ("A {\n  int id\nB {\n  int id\n}", 4, "block of entity A is not closed"),
        ("A {\n  int id\nA ||--o{ B : x", 4, "block of entity A is not closed"),
        ("A {\n  int id\n", 2, "block of entity A is not closed"),
        ("A ||--< B : x", 2, "relationship line cannot be read"),
        ("A -> B : x", 2, '"> B : x" cannot be read'),
        ("A ||--o{ B", 2, "relationship of A and B has no label"),
        ("A ||--o{ B : one thing", 2, "label of the relationship of A and B lacks quotes"),
        ("A {\n  id\n}", 4, 'attribute "id" has no name'),
        ("A {\n  id: int\n}", 3, 'attribute "id: int" of entity A cannot be read'),
        ("style A", 2, "style cannot be read"),
        ("A[Long", 2, "alias of entity A is not closed"),
    ],
)
def test_problems_name_what_is_wrong(text: str, line: int, message: str) -> None:
    assert problems("erDiagram\n" + text)[0] == (line, message)


def test_reading_goes_on_after_a_problem() -> None:
    diagram = er(
        "erDiagram\n"
        "  A {\n    int id PK\n    id: int\n    int b_id FK UK\n    int c\n  }\n"
        "  A ||--x B : nothing\n"
        "  A ||--o{ C\n"
        "  A ||--o{ D : has\n"
        "  D {\n    int id\n  }\n"
    )
    assert [problem.span.line for problem in diagram.problems] == [14, 15, 18, 19]
    assert [field.name for field in diagram.entities[0].fields] == ["id", "b_id", "c"]
    assert [(line.from_entity, line.to_entity) for line in diagram.relationships] == [
        ("A", "C"),
        ("A", "D"),
    ]
    assert [each.name for each in diagram.entities] == ["A", "D"]


@pytest.mark.parametrize(
    "text", ["", "flowchart TD\n A --> B", "classDiagram\n class A", "an erDiagram", "---\n---"]
)
def test_other_fences_are_no_er_diagram(text: str) -> None:
    assert read_er_diagram(fence_of(text)) is None


PIECES = st.sampled_from(
    [
        *'erDiagram\n|A| |\n|{|}|"|:|PK|%%|`|~|[|]|direction TB|style|class|accTitle|subgraph|'
        '1|,|<|#a;|---\n|%%{init:|:::|int id|end|to|classDiagram\n|"1"|-->|(|<<x>>'.split("|"),
        "||--o{",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_text_is_too_strange(text: str) -> None:
    for start in ("", "erDiagram\n", "classDiagram\n"):
        fence = fence_of(start + text)
        for diagram in (read_er_diagram(fence), read_class_diagram(fence)):
            if diagram is not None:
                last = fence.first_line + len(fence.lines)
                assert all(10 <= each.span.line <= last for each in diagram.problems)


@pytest.mark.parametrize(
    "piece",
    [
        "a~ ",
        "`a`",
        "? ",
        "%%{init: ",
        "<a",
        "A ||--o{ B : x ",
        "direction T ",
        '"\n',
        "A[",
        "A {\n",
    ],
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    for start in ("erDiagram\n", "erDiagram\nA {", "classDiagram\n"):
        text = start + piece * (100_000 // len(piece)) + "~"
        before = process_time()
        read_er_diagram(fence_of(text))
        read_class_diagram(fence_of(text))
        assert process_time() - before < 5


def test_class_diagram() -> None:
    diagram = read_class_diagram(
        fence_of(
            "classDiagram\n"
            "  direction LR\n"
            "  class Invoice {\n"
            "    +string number\n"
            "    -issued: date\n"
            "    +decimal(10,2) total\n"
            "    +note: string?\n"
            "    +send() bool\n"
            "  }\n"
            "  class Line\n"
            "  Line : +int quantity\n"
            "  class State {\n    <<enumeration>>\n    OPEN\n  }\n"
            '  Invoice "1" *-- "1..*" Line : contains\n'
            '  Invoice "0..1" --> "1" Payer\n'
            "  Invoice --> State\n"
            "  Draft --|> Invoice\n"
            "  Invoice -- Store\n"
        )
    )
    assert diagram is not None
    assert [each.name for each in diagram.entities] == ["Invoice", "Line"]
    assert [(each.name, each.type) for each in diagram.entities[0].fields] == [
        ("number", "string"),
        ("issued", "date"),
        ("total", "decimal(10,2)"),
        ("note", "string"),
    ]
    assert diagram.entities[0].fields[3].nullable is True
    assert diagram.entities[0].fields[0].span == (14, 13, 14, 19)
    assert diagram.entities[1].fields[0].name == "quantity"
    assert [
        (each.from_entity, each.to_entity, each.cardinality) for each in diagram.relationships
    ] == [
        ("Invoice", "Line", Cardinality.ONE_TO_MANY),
        ("Invoice", "Payer", Cardinality.ONE_TO_ONE),
        ("Invoice", "Store", None),
    ]
    assert diagram.relationships[0].label == "contains"
    assert diagram.relationships[1].from_optional is True
