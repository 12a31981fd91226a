"""What `fix` does to diagrams: it keeps them in step, and leaves all else in them as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, write

TABLES = """
### readers

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Reader |
| email | VARCHAR(255) | NOT NULL, UNIQUE | Address |

### loans

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Loan |
| reader_id | UUID | NOT NULL, FK → readers.id | Who borrows |

### fees

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Fee |
| loan_id | UUID | NULL, FK → loans.id | What it is owed for |
| reader_id | UUID | NOT NULL, FK → readers.id | Who owes it |

### shelves

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Shelf |

## Relationships

| From | To | Type |
| --- | --- | --- |
| readers | loans | 1:N |
| loans | fees | 1:N |
"""
DIAGRAM = """erDiagram
    %% the heart of it
    readers:::main {
        uuid    id    PK  "from the card"
        varchar email
    }
    loans { uuid id PK
        uuid reader_id FK
    }
    fees {
        uuid id PK
        uuid loan_id FK
        uuid reader_id FK "who owes"
    }
    shelves
    readers ||--o{ loans : "takes home"
    loans |o--o{ fees : loan_id
    readers ||--o{ fees : reader_id
    classDef main fill:#eee
"""
KINDS = "SL331,SL333,SL335,SL336"


def design(diagram: str) -> str:
    return f"# Lending\n\n```mermaid\n{diagram}```\n{TABLES}"


def fixed(project: Path, run: Run, text: str) -> str:
    """The document after the fixes on diagrams, after which none is left to be made."""
    write(project, {"design.md": text})
    outcome = run("fix", "design.md", "--select", KINDS)
    assert (outcome.status, outcome.err) == (0, "")
    return (project / "design.md").read_text("utf-8")


def test_a_diagram_in_step_is_left_alone(project: Path, run: Run) -> None:
    assert fixed(project, run, design(DIAGRAM)) == design(DIAGRAM)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('uuid    id    PK  "from', 'int    id    PK  "from'),
        ('uuid reader_id FK "who', 'uuid reader_id "who'),
        ("varchar email", "varchar email FK"),
        ('readers ||--o{ loans : "takes', 'readers ||--|| loans : "takes'),
        ("loans |o--o{ fees", "loans }o..|| fees"),
        ("    loans |o--o{ fees : loan_id\n", ""),
    ],
)
def test_a_difference_is_mended_in_its_place(
    project: Path, run: Run, right: str, wrong: str
) -> None:
    broken = DIAGRAM.replace(right, wrong)
    assert broken != DIAGRAM
    dotted = DIAGRAM.replace("|o--o{ fees", "|o..o{ fees")
    expected = dotted if ".." in wrong else DIAGRAM
    lines = fixed(project, run, design(broken)).split("\n")
    if right.endswith("\n"):
        assert sorted(lines) == sorted(design(expected).split("\n"))
    else:
        assert lines == design(expected).split("\n")


def test_an_entity_is_drawn_behind_the_relationships(project: Path, run: Run) -> None:
    start, end = DIAGRAM.index("    fees {"), DIAGRAM.index("    shelves")
    entity = DIAGRAM[start:end]
    first = DIAGRAM.index("    loans |o--")
    lines = DIAGRAM[first : DIAGRAM.index("    classDef")]
    broken = DIAGRAM.replace(entity, "").replace(lines, "")
    drawn = entity.replace("uuid", "UUID").replace(' "who owes"', "") + lines
    text = fixed(project, run, design(broken).replace("| loans | fees | 1:N |\n", ""))
    assert f'"takes home"\n{drawn}    classDef main' in text


@pytest.mark.parametrize("below", ["", "Drawn from the tables below.\n\n"])
@pytest.mark.parametrize("select", [(), ("--select", "SL331"), ("--select", "SL1,SL331")])
def test_exactly_one_diagram_is_drawn(
    project: Path, run: Run, below: str, select: tuple[str, ...]
) -> None:
    path = "docs/plan/E02-desk/E02-F01-loans/03-data-design.md"
    heading = f"## Data Model\n\n### Entity Diagram\n\n{below}### Schema Definition\n"
    write(project, {path: f"# Data Design: Loans\n\n{heading}{TABLES.replace('###', '####')}"})
    run("fix", path, *select)
    text = (project / path).read_text("utf-8")
    assert text.count("```mermaid") == 1
    assert text.index("### Entity Diagram") < text.index("```mermaid") < text.index("#### readers")


def test_a_missing_heading_comes_with_the_only_diagram(project: Path, run: Run) -> None:
    path = "docs/plan/E02-desk/E02-F01-loans/03-data-design.md"
    head = "# Data Design: Loans\n\n## Data Model\n\n### Schema Definition\n"
    write(project, {path: f"{head}{TABLES.replace('###', '####')}"})
    run("fix", path, "--select", "SL331")
    assert "```mermaid" not in (project / path).read_text("utf-8")
    run("fix", path)
    text = (project / path).read_text("utf-8")
    assert text.count("```mermaid") == text.count("### Entity Diagram") == 1
