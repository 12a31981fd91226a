"""`storagelint erd` as its users meet it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import ROOT, Run, write

ORDERS = """# Orders

## orders

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Identifier |
| user_id | UUID | FK -> users.id, NOT NULL | The customer's account |
| note | TEXT | NULL |  |
"""
USERS = """# Users

## users

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
"""
MERMAID = """erDiagram
    orders {
        UUID id PK
        UUID user_id FK
        TEXT note
    }
    users:::external
    users ||--o{ orders : user_id
    classDef external stroke-dasharray:5
"""
DBML = """Table "orders" {
  "id" UUID [pk, note: 'Identifier']
  "user_id" UUID [not null, note: 'The customer\\'s account']
  "note" TEXT [null]
}

Table "users" {
  "id" any
  Note: 'defined elsewhere'
}

Ref: "orders"."user_id" > "users"."id"
"""


def test_a_document_is_a_mermaid_diagram(project: Path, run: Run) -> None:
    write(project, {"docs/storage/orders.md": ORDERS})
    outcome = run("erd", "docs/storage/orders.md")
    assert (outcome.status, outcome.out, outcome.err) == (0, MERMAID, "")


def test_without_path_the_project_is_one_diagram(project: Path, run: Run) -> None:
    write(project, {"docs/storage/orders.md": ORDERS, "docs/storage/users.md": USERS})
    outcome = run("erd")
    assert "external" not in outcome.out
    assert "    %% docs/storage/users.md\n    users {\n" in outcome.out
    assert outcome.out.endswith("\n    users ||--o{ orders : user_id\n")


def test_the_standard_input_and_a_file_for_the_output(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ORDERS.encode())))
    arguments = ("erd", "-", "--stdin-filename", "x.md", "--output-file", "x.mmd")
    outcome = run(*arguments)
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
    assert (project / "x.mmd").read_text("utf-8") == MERMAID


def test_dbml(project: Path, run: Run) -> None:
    write(project, {"orders.md": ORDERS})
    assert run("erd", "orders.md", "--format", "dbml").out == DBML


def test_dbml_of_two_documents_has_what_each_says_of_an_entity(project: Path, run: Run) -> None:
    key = "| Field | Type | Constraints |\n| --- | --- | --- |\n| id | UUID | {} |\n"
    first = "| piers | idx_piers_name | name | B-tree | By name |\n"
    second = "| piers | idx_piers_depth | depth | B-tree | By depth |\n"
    head = "\n## Indexes\n\n| Table | Index | Fields | Type | Purpose |\n|---|---|---|---|---|\n"
    write(
        project,
        {
            "a.md": "# A\n\n## piers\n\n" + key.format("") + f"| name | TEXT | |\n{head}{first}",
            "b.md": (
                "# B\n\n## piers\n\n**Purpose**: Where boats lie\n\n"
                f"{key.format('PK')}| name | TEXT | UNIQUE |\n| depth | INTEGER | |\n"
                f"| bay | INTEGER | |\n\nUNIQUE (depth, bay)\n{head}{first}{second}"
            ),
        },
    )
    assert run("erd", "a.md", "b.md", "--format", "dbml").out == (
        """Table "piers" {
  "id" UUID [pk]
  "name" TEXT [unique]
  "depth" INTEGER
  "bay" INTEGER
  Note: 'Where boats lie'
  indexes {
    ("name") [name: 'idx_piers_name', type: btree, note: 'By name']
    ("depth", "bay") [unique]
    ("depth") [name: 'idx_piers_depth', type: btree, note: 'By depth']
  }
}
"""
    )


def test_dot(project: Path, run: Run) -> None:
    write(project, {"orders.md": ORDERS})
    lines = run("erd", "orders.md", "--format", "dot").out.split("\n")
    assert lines[0] == "digraph storage {"
    assert sum('STYLE="DASHED"' in line for line in lines) == 1
    assert '    "users" [label=<<TABLE BORDER="1" CELLBORDER="0"' in "\n".join(lines)
    assert lines[-3:] == [
        '    "users" -> "orders" [arrowtail=teetee, arrowhead=crowodot, label=<user_id>]',
        "}",
        "",
    ]


@pytest.mark.parametrize(("name", "text"), [("a.md", "# Nothing\n"), ("b.md", "")])
def test_nothing_to_draw_is_said(project: Path, run: Run, name: str, text: str) -> None:
    write(project, {name: text})
    outcome = run("erd", name)
    assert (outcome.status, outcome.out) == (0, "erDiagram\n")
    assert outcome.err == f"storagelint: warning: no entities found in {name}\n"


def test_what_cannot_be_read_exits_2(project: Path, run: Run) -> None:
    write(project, {"good.md": USERS})
    (project / "bad.md").write_bytes(b"# caf\xe9\n")
    outcome = run("erd", "good.md", "bad.md")
    assert outcome.status == 2
    assert outcome.out.startswith("erDiagram\n    users {\n")
    assert outcome.err.startswith("storagelint: bad.md:1:")
    assert run("erd", "absent.md").status == 2


def test_a_project_of_ten_entities(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "fixtures" / "projects" / "library")
    lines = [line.strip() for line in run("erd").out.split("\n")]
    assert sum(line.endswith("{") and "--" not in line for line in lines) == 10
    assert [line for line in lines if line.endswith(":::external")] == [
        '"auth.users":::external',
        '"payments.Payment":::external',
    ]
    ends = {line.partition(" : ")[0] for line in lines if "--" in line}
    assert {
        "Title ||--o{ TitleAuthor",
        "Shelf |o--o{ Copy",
        "Reader ||--o| Card",
        "Loan |o--o| Reservation",
        '"auth.users" ||--o| Reader',
    } <= ends
