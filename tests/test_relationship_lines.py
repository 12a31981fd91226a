"""A relationship that is added has the notation of the others, and says what the key says."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

ENTITIES = """\
# Rental Storage Design

## 2. Core Entities

### 2.1 boats

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Boat |

### 2.2 berths

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Berth |
| boat_id | UUID | NOT NULL, UNIQUE, FK → boats.id | Who lies there |

### 2.3 trips

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Trip |
| boat_id | UUID | NOT NULL, FK → boats.id | Boat that sails |
| skipper_id | UUID | NOT NULL, FK → skippers.id | Who sails it |

### 2.4 skippers

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | UUID | PK | Skipper |

## 3. Entity Relationships

"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "```\nboats 1 ──── N trips\n```\n",
            "```\nboats 1 ──── N trips\nboats 1 ──── 1 berths\nskippers 1 ──── N trips\n```\n",
            id="lines",
        ),
        pytest.param(
            "```\nboats     (1) ── (N) trips : sails\n```\n",
            "```\nboats     (1) ── (N) trips : sails\nboats     (1) ── (1) berths\n"
            "skippers  (1) ── (N) trips\n```\n",
            id="lines in columns with notes",
        ),
        pytest.param(
            "- **trips** → **boats** (N:1)\n",
            "- **trips** → **boats** (N:1)\n- **boats** → **berths** (1:1)\n"
            "- **trips** → **skippers** (N:1)\n",
            id="items from the other side",
        ),
        pytest.param(
            "- A `boats` row has many `trips` (boat_id)\n",
            "- A `boats` row has many `trips` (boat_id)\n",
            id="sentences that have no analogy",
        ),
        pytest.param(
            "| From | To | Type | Description |\n| --- | --- | --- | --- |\n"
            "| boats | trips | One-to-Many | A boat sails |\n",
            "| From | To | Type | Description |\n| --- | --- | --- | --- |\n"
            "| boats | trips | One-to-Many | A boat sails |\n"
            "| boats | berths | One-to-One | Foreign key berths.boat_id |\n"
            "| skippers | trips | One-to-Many | Foreign key trips.skipper_id |\n",
            id="a table",
        ),
        pytest.param(
            "| Child | Column | Parent | On delete |\n|---|---|---|---|\n"
            "| `trips` | `boat_id` | `boats` | CASCADE |\n",
            "| Child | Column | Parent | On delete |\n|---|---|---|---|\n"
            "| `trips` | `boat_id` | `boats` | CASCADE |\n"
            "| `berths` | `boat_id` | `boats` | |\n"
            "| `trips` | `skipper_id` | `skippers` | |\n",
            id="a table of keys",
        ),
    ],
)
def test_it_is_written_like_the_others(project: Path, run: Run, before: str, after: str) -> None:
    file = project / "docs" / "storage" / "backend-rental.md"
    file.parent.mkdir(parents=True)
    file.write_text(ENTITIES + before, "utf-8")
    outcome = run("fix", "--select", "SL307", str(file))
    assert "SL008" not in outcome.out
    assert file.read_text("utf-8") == ENTITIES + after
