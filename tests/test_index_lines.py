"""An index that is added stands among the others and looks like them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

ENTITIES = """\
# Lending

### books

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
| title | TEXT | NOT NULL |

### loans

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
| book_id | UUID | NOT NULL, FK → books.id |
| due_at | TIMESTAMPTZ | NOT NULL |

"""


def mended(project: Path, run: Run, text: str, *codes: str) -> str:
    """A document after the unsafe fixes of some rules, none of which was refused."""
    file = project / "design.md"
    file.write_text(text, "utf-8")
    outcome = run("fix", "--unsafe", "--select", ",".join(codes), "design.md")
    assert "SL008" not in outcome.out
    return file.read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "added"),
    [
        pytest.param(
            "## Indexes\n\n| Index Name | Fields | Type | Purpose |\n|---|---|---|---|\n"
            "| `idx_loans_due_at` | `due_at` | B-tree | Reminders |\n",
            "| `idx_loans_book_id` | `book_id` | B-tree | Foreign key to books |\n",
            id="a table without a column for the entity",
        ),
        pytest.param(
            "## Indexes\n\n| Columns | Table | Unique |\n|---|---|---|\n| title | books | no |\n",
            "| book_id | loans | no |\n",
            id="a table without names",
        ),
        pytest.param(
            "## Indexes\n\n- `ix_loans_due` on `loans` (`due_at`) — reminders\n",
            "- `ix_loans_book_id` on `loans` (`book_id`) — Foreign key to books\n",
            id="a list",
        ),
        pytest.param(
            "## Indexes\n\n- `idx_books_title`: books(title)\n",
            "- `idx_loans_book_id`: loans(book_id)\n",
            id="a list with an index of another entity",
        ),
    ],
)
def test_it_is_written_like_the_others(project: Path, run: Run, before: str, added: str) -> None:
    text = ENTITIES + before
    assert mended(project, run, text, "SL401") == text + added


def test_a_row_stands_with_its_entity(project: Path, run: Run) -> None:
    text = ENTITIES + (
        "## Indexes\n\n| Table | Index | Fields |\n|---|---|---|\n"
        "| loans | idx_loans_due_at | due_at |\n| books | idx_books_title | title |\n"
    )
    row = "| loans | idx_loans_book_id | book_id |\n"
    expected = text.replace("| books | idx", row + "| books | idx")
    assert mended(project, run, text, "SL401") == expected


def test_the_name_has_the_form_of_the_others(project: Path, run: Run) -> None:
    text = ENTITIES + "## Indexes\n\n- `loan_due_at_idx` on `loans` (`due_at`)\n"
    expected = text + "- `loan_book_id_idx` on `loans` (`book_id`)\n"
    assert mended(project, run, text, "SL401") == expected


SQL = """\
# Lending

```sql
CREATE TABLE books (id UUID PRIMARY KEY);
CREATE TABLE loans (
  id UUID PRIMARY KEY,
  book_id UUID NOT NULL REFERENCES books (id)
);
CREATE TABLE fines (
  id UUID PRIMARY KEY,
  loan_id UUID NOT NULL REFERENCES loans (id)
);
```
"""


def test_sql_gets_statements(project: Path, run: Run) -> None:
    after = mended(project, run, SQL, "SL401")
    assert after == SQL.replace(
        ");\nCREATE TABLE fines",
        ");\nCREATE INDEX idx_loans_book_id ON loans (book_id);\nCREATE TABLE fines",
    ).replace(");\n```", ");\nCREATE INDEX idx_fines_loan_id ON fines (loan_id);\n```")


def test_sql_without_semicolons_stays(project: Path, run: Run) -> None:
    text = SQL.replace(");", ")")
    assert mended(project, run, text, "SL401") == text


def test_an_index_that_is_mentioned_stays(project: Path, run: Run) -> None:
    text = ENTITIES + (
        "## Indexes\n\n| Table | Index | Fields |\n|---|---|---|\n"
        "| books | idx_books_title | title |\n| books | idx_books_name | title |\n\n"
        "The catalogue reads idx_books_name.\n"
    )
    assert mended(project, run, text, "SL404", "SL406") == text


def test_rules_that_want_the_same_row_gone_agree(project: Path, run: Run) -> None:
    text = ENTITIES + (
        "## Indexes\n\n| Table | Index | Fields |\n|---|---|---|\n"
        "| loans | idx_a | due_at |\n| loans | idx_b | due_at |\n"
        "| loans | idx_c | due_at, id |\n"
    )
    after = mended(project, run, text, "SL401", "SL404", "SL406")
    assert after == ENTITIES + (
        "## Indexes\n\n| Table | Index | Fields |\n|---|---|---|\n| loans | idx_c | due_at, id |\n"
        "| loans | idx_book_id | book_id |\n"
    )


def test_an_item_goes_with_all_its_lines(project: Path, run: Run) -> None:
    head = ENTITIES + "## Indexes\n\n- `idx_due` on `loans` (`due_at`)\n"
    tail = "- `idx_book` on `loans` (`book_id`)\n"
    twice = "- `idx_due_again` on `loans` (`due_at`), which the\n  reminders read\n"
    assert mended(project, run, head + twice + tail, "SL404") == head + tail


def test_fixes_of_one_document_do_not_get_in_each_others_way(project: Path, run: Run) -> None:
    fields = "| Field | Type | Constraints |\n| --- | --- | --- |\n"
    text = (
        f"# Library\n\n### shelves\n\n{fields}| id | UUID | PK |\n| wing | TEXT | UNIQUE |\n\n"
        f"### books\n\n{fields}| id | UUID | PK |\n| shelf_id | UUID | FK → shelves.id |\n\n"
        f"### loans\n\n{fields}| id | UUID | PK |\n| book_id | UUID | FK → books.id |\n\n"
        "## Relationships\n\n- shelves 1:N books\n\n"
        "## Indexes\n\n| Table | Index | Fields | Type |\n|---|---|---|---|\n"
        "| shelves | idx_shelves_wing | wing | btree |\n| shelves | idx_wing | wing | btree |\n"
    )
    codes = ("SL307", "SL401", "SL404", "SL406", "SL414")
    once = mended(project, run, text, *codes)
    assert mended(project, run, once, *codes) == once
    assert once == text.replace(
        "| shelves | idx_shelves_wing | wing | btree |\n| shelves | idx_wing | wing | btree |\n",
        "| shelves | idx_shelves_wing | wing | UNIQUE |\n"
        "| books | idx_books_shelf_id | shelf_id | btree |\n"
        "| loans | idx_loans_book_id | book_id | btree |\n",
    )
