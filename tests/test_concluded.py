"""`model --explain`: why a fact that is concluded was concluded."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Run, write

from storagelint.judging.concluded import why_index
from storagelint.markdown import parse
from storagelint.model import Document, Entity, Field, Form, Index, IndexField
from storagelint.source import Span, from_text

DESIGN = """# Library Storage Design

### loans

| Field | Type | Description |
| --- | --- | --- |
| id | UUID | Primary key |
| member_id | UUID | Who borrows, members.id |

### members

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |

## Index Design

| Index | Fields | Type | Purpose |
| --- | --- | --- | --- |
| idx_loans_member_id | member_id | btree | What a member has |

## Query Patterns

| Query | Frequency | Pattern |
| --- | --- | --- |
| Find loans of a member | High | Filter by member_id |
"""


def test_explain_gives_the_reasons_below_each_fact(project: Path, run: Run) -> None:
    write(project, {"design.md": DESIGN})
    lines = run("model", "design.md", "--explain").out.splitlines()
    plain = run("model", "design.md").out.splitlines()
    assert [line for line in lines if not line.lstrip().startswith("= ")] == plain
    below = {"    id UUID": 1, "    member_id": 1, "  index idx_loans": 1, "  query Find": 2}
    reasons = []
    for start, number in below.items():
        at = next(at for at, line in enumerate(lines) if line.startswith(start))
        reasons += lines[at + 1 : at + 1 + number]
    assert reasons == [
        "      = primary key from «Primary key»",
        "      = references from «Who borrows, members.id»",
        "    = entity loans from its name idx_loans_member_id",
        "    = entity loans from «loans»",
        "    = filter member_id from «of a member»",
    ]
    assert len(lines) == len(plain) + len(reasons)


def test_json_gains_a_list_of_what_was_concluded(project: Path, run: Run) -> None:
    write(project, {"design.md": DESIGN})
    plain = json.loads(run("model", "design.md", "--output-format", "json").out)
    told = json.loads(run("model", "design.md", "--output-format", "json", "--explain").out)
    concluded = told["documents"][0].pop("concluded")
    assert told == plain
    assert concluded[1:3] == [
        {
            "fact": "field",
            "name": "loans.member_id",
            "because": "references from «Who borrows, members.id»",
            "line": 8,
        },
        {
            "fact": "index",
            "name": "idx_loans_member_id",
            "because": "entity loans from its name idx_loans_member_id",
            "line": 20,
        },
    ]


def test_a_reason_cannot_forge_output_or_show_a_secret(project: Path, run: Run) -> None:
    said = "Primary key, see postgres://app:hunter2@db/shop \u202e::error::"
    write(project, {"design.md": DESIGN.replace("Primary key", said)})
    for form in ("text", "json"):
        out = run("model", "design.md", "--explain", "--output-format", form).out
        assert "::error::" in out
        assert "hunter2" not in out
        assert "\u202e" not in out


def _table(name: str, line: int, *fields: str) -> Entity:
    return Entity(
        name=name,
        form=Form.TABLE,
        section_line=line,
        fields=[Field(name=field) for field in fields],
    )


def test_the_ground_of_an_index_is_what_holds_of_it() -> None:
    entities = [_table("loans", 1, "due"), _table("books", 10, "isbn", "due")]
    document = Document(path="d.md", page=parse(from_text("")), entities=entities)

    def why(name: str | None, entity: str, field: str, line: int, *, said: bool = False) -> str:
        index = Index(
            name=name,
            entity=entity,
            entity_inferred=not said,
            fields=[IndexField(field)],
            span=Span(line, 1, line, 2),
        )
        return "".join(why_index(index, document))

    assert why("idx_books_isbn", "books", "isbn", 40) == "entity books from its name idx_books_isbn"
    in_section = "entity books from the section of books that it stands in"
    assert why(None, "books", "due", 12) == in_section
    assert (
        why(None, "books", "isbn", 3) == "entity books from its fields, which no other entity has"
    )
    assert why(None, "loans", "due", 12) == "entity loans from the text around it"
    assert why(None, "shelves", "due", 12) == "entity shelves from the words before its fields"
    assert why("idx_books_isbn", "books", "isbn", 40, said=True) == ""


def test_what_a_strategy_filters_by_counts_beside_the_words_of_the_name(
    project: Path, run: Run
) -> None:
    text = DESIGN.replace(
        "| member_id | UUID | Who borrows, members.id |",
        "| member_id | UUID | Who borrows, members.id |\n| lent_on | DATE | Day of the loan |",
    ).replace(
        "| Find loans of a member | High | Filter by member_id |",
        "| Find loans of a member | High | Filtered by lent_on and paged by cursor |",
    )
    write(project, {"design.md": text})
    found = json.loads(run("model", "design.md", "--output-format", "json").out)
    assert found["documents"][0]["queries"][0]["filters"] == ["member_id", "lent_on"]
