"""`storagelint new component` writes three files and a row, whatever it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run, write

TRACKS = "storage-conductor/tracks.md"
GIVEN = {
    "--title": "Berth Bookings",
    "--type": "database",
    "--backend": "PostgreSQL",
    "--description": "Who has which berth, and when.",
}
EMPTY = """# Storage Components

| Storage ID | Title | Storage Type | Backend | Type | Status | Created Date | Updated Date |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  |  |  |  |  |  |  |  |
"""


@pytest.fixture
def conductor(project: Path) -> Path:
    """A folder storage-conductor/ without components."""
    write(project, {TRACKS: EMPTY})
    return project / "storage-conductor"


def options(**changed: str | None) -> list[str]:
    """Arguments of the command; None leaves an option out."""
    given = GIVEN | {f"--{name.replace('_', '-')}": text for name, text in changed.items()}
    return [part for name, text in given.items() if text is not None for part in (name, text)]


def component_findings(run: Run) -> list[str]:
    """What `check` finds of components, and all errors."""
    found = json.loads(run("check", "--output-format", "json").out)["diagnostics"]
    return [
        f"{each['path']}: {each['code']} {each['message']}"
        for each in found
        if each["severity"] == "error" or (each["code"][:3] == "SL8" and each["code"] != "SL821")
    ]


def test_it_writes_three_files_and_a_row(conductor: Path, run: Run) -> None:
    outcome = run("new", "component", *options(id_form="sequential"))
    assert (outcome.status, outcome.err) == (0, "")
    folder = conductor / "storages" / "storage-1"
    assert sorted(path.name for path in folder.iterdir()) == ["metadata.json", "plan.md", "spec.md"]
    metadata = json.loads((folder / "metadata.json").read_text("utf-8"))
    assert list(metadata) == [
        "id",
        "title",
        "type",
        "storage_type",
        "backend",
        "status",
        "created",
        "updated",
    ]
    assert (metadata["title"], metadata["status"]) == ("Berth Bookings", "Planning")
    row = (conductor / "tracks.md").read_text("utf-8").splitlines()[4]
    day = metadata["created"][:10]
    assert row == (
        "| storage-1 | Berth Bookings | database | PostgreSQL | Storage Component | Planning | "
        f"{day} | {day} |"
    )
    assert component_findings(run) == []


def test_what_is_missing_is_named_without_a_terminal(conductor: Path, run: Run) -> None:
    outcome = run("new", "component", *options(title=None, backend=None))
    assert outcome.status == 2
    assert outcome.err == "storagelint: error: missing options: --title, --backend\n"


def test_a_kind_that_is_none_gets_a_hint(project: Path, run: Run) -> None:
    outcome = run("new", "componet")
    assert outcome.status == 2
    assert "did you mean component?" in outcome.err
