"""Lines that wait for their author stand where the author would write them, and are reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

HEAD = "# Data Design: Ferries\n\n## Data Model\n\n### Schema Definition\n\n"
COLUMNS = "| Field | Type | Constraints | Description |\n|---|---|---|---|\n"
TABLE = f"\n\n{COLUMNS}| id | UUID | PK | Key |\n"
WAITS = "<!-- storagelint: scaffold -->"
ASK = "*Still to be written. What is a row of berths for?*"


def fixed(project: Path, run: Run, text: str, code: str, name: str = "03-data-design.md") -> str:
    """A document after the safe fixes of a rule, which then finds no more, but SL109 does."""
    file = project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    assert run("check", "--select", code, str(file)).status == 1
    assert "SL008" not in run("fix", "--select", code, str(file)).out
    assert run("check", "--select", code, str(file)).status == 0
    assert "SL109" in run("check", "--select", "SL109", str(file)).out
    return file.read_text("utf-8")


@pytest.mark.parametrize(
    ("others", "line"),
    [
        ("", f"**Purpose**: {ASK}"),
        ("#### quays\n\n**Purpose:** Where ferries land." + TABLE + "\n", f"**Purpose:** {ASK}"),
        ("#### quays\n\nPurpose: Where ferries land." + TABLE + "\n", f"Purpose: {ASK}"),
        ("#### quays\n\nThe places where ferries land." + TABLE + "\n", ASK),
    ],
)
def test_a_purpose_is_asked_for_as_others_state_it(
    project: Path, run: Run, others: str, line: str
) -> None:
    text = f"{HEAD}{others}#### berths{TABLE}"
    expected = f"{HEAD}{others}#### berths\n\n{line}\n{WAITS}{TABLE}"
    assert fixed(project, run, text, "SL207") == expected


KEYS = """\
# Ferry Storage Design

## 1. Storage Selection

| Storage Type | Technology | Purpose |
| --- | --- | --- |
| Cache | Redis | Seats that are left |

## 2. Core Entities

### 2.1 Seats

{}
"""


@pytest.mark.parametrize(
    ("list_", "added"),
    [
        (
            "- **Key Pattern**: `seats:{trip}`\n- **Value Type**: Hash\n- **TTL**: 1 h",
            "\n- **Eviction policy**: *Still to be written.*\n" + WAITS,
        ),
        (
            "* Key Pattern: `seats:{trip}`\n* Value Type: Hash",
            "\n* TTL: *Still to be written.*\n* Eviction policy: *Still to be written.*\n" + WAITS,
        ),
        (
            "| Key Pattern | Value Type |\n|---|---|\n| `seats:{trip}` | Hash |\n"
            "| `trip:{id}` | Hash |",
            "\n\n- **TTL**: *Still to be written.*\n- **Eviction policy**: *Still to be written.*\n"
            + WAITS,
        ),
    ],
)
def test_parts_join_the_list_of_those_that_are_stated(
    project: Path, run: Run, list_: str, added: str
) -> None:
    before = KEYS.replace("{}", list_)
    after = fixed(project, run, before, "SL262", "docs/storage/backend-ferry.md")
    assert after == KEYS.replace("{}", list_ + added)


def test_each_of_several_entities_gets_its_own_lines(project: Path, run: Run) -> None:
    text = f"{HEAD}**Primary Storage**: MongoDB\n\n" + "".join(
        f"#### {name}\n\n{COLUMNS}| _id | ObjectId | PK | Key |\n\n"
        for name in ("ferries", "quays", "trips")
    )
    after = fixed(project, run, text, "SL261")
    assert after.count(WAITS) == 3
    fields = run("model", "--output-format", "json", str(project / "03-data-design.md")).out
    assert fields.count('"type": "ObjectId"') == 3
    assert "Validation rules" not in fields
