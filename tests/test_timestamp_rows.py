"""The times of a table are written as its neighbours write theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

NEIGHBOUR = """\
# Ferry Storage Design

### trips

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Key |
| createdAt | timestamp(3) | `NOT NULL`, `DEFAULT now()` | When the trip was sold |

"""
STORE = """\
# Ferry Storage Design

| Storage Type | Technology | Purpose |
|---|---|---|
| Database | {} | Trips |

"""


@pytest.mark.parametrize(
    ("before", "rows"),
    [
        (
            NEIGHBOUR + "### quays\n\n| Field | Type | Constraints | Description |\n|-|-|-|-|\n"
            "| id | UUID | PK | Key |\n| ferryName | text | | - |\n",
            "| createdAt | timestamp(3) | `NOT NULL`, `DEFAULT now()` | When the row was written |"
            "\n"
            "| updatedAt | timestamp(3) | `NOT NULL`, `DEFAULT now()` | Last change |\n",
        ),
        (
            STORE.format("PostgreSQL") + "### quays\n\n| Field | Type | Required | Default |\n"
            "|-|-|-|-|\n| id | UUID | ✅ | |\n| price | INT | ❌ | |\n",
            "| created_at | TIMESTAMPTZ | ✅ | now() |\n"
            "| updated_at | TIMESTAMPTZ | ✅ | now() |\n",
        ),
        (
            STORE.format("MySQL")
            + "### quays\n\n| Type | Field |\n|-|-|\n| INT | `id` |\n| INT | `price` |\n",
            "| DATETIME | `created_at` |\n| DATETIME | `updated_at` |\n",
        ),
    ],
)
def test_they_take_types_and_constraints_of_neighbours(
    project: Path, run: Run, before: str, rows: str
) -> None:
    file = project / "docs" / "storage" / "backend-ferry.md"
    file.parent.mkdir(parents=True)
    file.write_text(before, "utf-8")
    outcome = run("fix", "--unsafe", "--select", "SL221", str(file))
    assert "SL008" not in outcome.out
    after = file.read_text("utf-8")
    assert after.endswith(rows)
    assert run("check", "--select", "SL221", str(file)).status == 0
