"""An index and a field that disagree on uniqueness agree after the fix, in their own notation."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

FIELDS = """\
### boats

| Field | Type | {} |
| --- | --- | --- |
| id | UUID | {} |
| sail | TEXT | {} |

"""
PLAIN = (
    "| Table | Index | Fields | Type |\n|---|---|---|---|\n| boats | idx_boats_sail | sail | {} |\n"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            FIELDS.format("Constraints", "PK", "UNIQUE") + PLAIN.format("btree"),
            FIELDS.format("Constraints", "PK", "UNIQUE") + PLAIN.format("UNIQUE"),
            id="the type of an index",
        ),
        pytest.param(
            FIELDS.format("Constraints", "PK", "NOT NULL") + PLAIN.format("unique"),
            FIELDS.format("Constraints", "PK", "NOT NULL, UNIQUE") + PLAIN.format("unique"),
            id="the constraints of a field",
        ),
        pytest.param(
            FIELDS.format("Constraints", "`PK`; `NOT NULL`", "`NOT NULL`") + PLAIN.format("unique"),
            FIELDS.format("Constraints", "`PK`; `NOT NULL`", "`NOT NULL`; `UNIQUE`")
            + PLAIN.format("unique"),
            id="the constraints as the table writes them",
        ),
        pytest.param(
            FIELDS.format("Constraints", "PK", "UNIQUE")
            + "## Indexes\n\n- `idx_boats_sail` on `boats` (`sail`)\n",
            FIELDS.format("Constraints", "PK", "UNIQUE")
            + "## Indexes\n\n- UNIQUE `idx_boats_sail` on `boats` (`sail`)\n",
            id="an item of a list",
        ),
        pytest.param(
            "```sql\nCREATE TABLE boats (id INT PRIMARY KEY, sail TEXT UNIQUE);\n"
            "CREATE INDEX idx_boats_sail ON boats (sail);\n```\n",
            "```sql\nCREATE TABLE boats (id INT PRIMARY KEY, sail TEXT UNIQUE);\n```\n",
            id="a statement that makes a second index",
        ),
    ],
)
def test_they_agree(project: Path, run: Run, before: str, after: str) -> None:
    file = project / "design.md"
    file.write_text(before, "utf-8")
    assert run("check", "--select", "SL414", "--fail-on", "info", "design.md").status == 1
    run("fix", "--unsafe", "--select", "SL414", "design.md")
    assert file.read_text("utf-8") == after
    assert run("check", "--select", "SL414", "--fail-on", "info", "design.md").status == 0
