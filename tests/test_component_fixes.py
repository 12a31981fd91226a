"""Fixes of components: files, phases and parts that are missing are written as the others are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run
from test_component_life import conductor, done, metadata, new
from test_new_component import component_findings

__all__ = ["conductor"]


def fixed(run: Run, *codes: str) -> None:
    """Make the fixes of some rules."""
    outcome = run("fix", "--select", ",".join(codes), "--fail-on", "never")
    assert (outcome.status, outcome.err) == (0, "")


@pytest.mark.parametrize("name", ["spec.md", "plan.md", "metadata.json", "all", "tracks.md"])
def test_a_lost_file_is_written_anew(conductor: Path, run: Run, name: str) -> None:
    id = new(run, id_form="typed")
    done(run, "done", id)
    folder = conductor / "storages" / id
    before = metadata(conductor, id)
    match name:
        case "tracks.md":
            (conductor / name).unlink()
        case "all":
            for path in folder.iterdir():
                path.unlink()
        case _:
            (folder / name).unlink()
    assert component_findings(run) != []
    run("fix")
    assert component_findings(run) == []
    after = metadata(conductor, id)
    for key in ("title", "storage_type", "backend", "status"):
        assert after[key] == before[key]
    assert after["created"][:10] == before["created"][:10]


def test_the_plan_of_a_completed_component_is_not_made_up(conductor: Path, run: Run) -> None:
    id = new(run)
    plan = conductor / "storages" / id / "plan.md"
    plan.write_text("# Plan\n\n## Phase 1: Documentation\n\n- [ ] Tell\n", "utf-8")
    done(run, "done", id)
    assert metadata(conductor, id)["status"] == "Completed"
    fixed(run, "SL812")
    assert "Phase 2" not in plan.read_text("utf-8")
    plan.unlink()
    fixed(run, "SL804")
    assert not plan.exists()
    assert component_findings(run) != []


PLANS = {
    "headings": (
        "# Plan\n\n## Phase 1: Implementation\n\n* [x] Build\n\nA note.\n\n"
        "## Phase 2: Tests & docs [checkpoint: abc1234]\n\n* [ ] Try\n\n## Notes\n\nMore.\n",
        "## Phase 3: Core",
    ),
    "bold lines": (
        "# Plan\n\n**Phase 1 - Schema Design:**\n\n- [x] Draw\n\n"
        "**Phase 2 - Testing**\n\n- [ ] Try\n",
        "**Phase 2 - Migration Setup:**\n\n- [ ] Set up migration tooling\n",
    ),
    "zero": ("# Plan\n\n### Phase 0: Kick-off\n\n- [ ] Meet\n", "### Phase 1: Schema Design\n"),
    "set off": (
        "# Plan\n\nPhase 1: Schema Design\n---\n\n- [ ] Draw\n",
        "## Phase 2: Migration Setup\n",
    ),
    "nothing": ("# Plan: Gates\n", "## Phase 8: Documentation\n"),
    "empty": ("", "## Phase 8: Documentation\n"),
    "parts": (
        "# Plan\n\n## Phase 1: Schema Design\n\n- [ ] Draw\n\n## Phase 2a: Testing\n\n- [ ] Try\n",
        "## Phase 3: Core Storage Implementation\n",
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_phases_are_written_as_the_others_are(conductor: Path, run: Run, name: str) -> None:
    text, wanted = PLANS[name]
    id = new(run)
    plan = conductor / "storages" / id / "plan.md"
    plan.write_text(text, "utf-8")
    fixed(run, "SL812", "SL817", "SL811")
    if name == "headings":
        wanted = "## Phase 1: Schema Design\n\n* [ ] Define data models and entities\n"
    assert wanted in plan.read_text("utf-8")
    left = [each for each in component_findings(run) if "SL818" not in each and "SL814" not in each]
    assert left == []
    again = plan.read_bytes()
    fixed(run, "SL812")
    assert plan.read_bytes() == again
    for line in text.splitlines():
        if "Phase" not in line:
            assert line in plan.read_text("utf-8").splitlines()


def test_phases_of_a_list_are_left_alone(conductor: Path, run: Run) -> None:
    id = new(run)
    plan = conductor / "storages" / id / "plan.md"
    text = "# Plan\n\n- **Phase 1: Schema Design**\n  - [ ] Draw\n"
    plan.write_text(text, "utf-8")
    fixed(run, "SL812")
    assert plan.read_text("utf-8") == text


SPECS = {
    "numbered": ("# Gates\n\n## 1. Type\n\nStorage Component\n\n## 2. Schema\n\nOne.\n", "## 3. "),
    "rows": (
        "# Gates\n\n| A | B |\n| --- | --- |\n| Storage Type | database |\n",
        "| Type | Storage Component |\n| Storage Backend | PostgreSQL |\n",
    ),
    "bullets": ("# Gates\n\n* **Type:** Storage Component\n", "* **Storage Backend:** PostgreSQL"),
    "lines": ("**Title**: Gates  \n", "**Storage Type**: database  \n"),
    "levels": ("# Gates\n\n### Schema Design\n\nOne.\n", "### Migration Requirements\n"),
    "empty": ("", "## Title\n\nBerth Bookings\n\n## Type\n\nStorage Component\n\n## Storage Type"),
}


@pytest.mark.parametrize("name", SPECS)
def test_parts_are_written_as_the_others_are(conductor: Path, run: Run, name: str) -> None:
    text, wanted = SPECS[name]
    id = new(run)
    spec = conductor / "storages" / id / "spec.md"
    spec.write_text(text, "utf-8")
    fixed(run, "SL819")
    after = spec.read_text("utf-8")
    assert wanted in after
    assert component_findings(run) == []
    for line in text.splitlines():
        assert line in after.splitlines()


def test_a_fix_asks_for_no_word_of_the_author(conductor: Path, run: Run) -> None:
    id = new(run)
    (conductor / "storages" / id / "spec.md").unlink()
    run("fix")
    found = json.loads(run("check", "--output-format", "json").out)["diagnostics"]
    scaffolds = [each for each in found if each["path"].endswith(f"{id}/spec.md")]
    assert {each["code"] for each in scaffolds} == {"SL109"}
    assert len(scaffolds) == 12


@pytest.mark.parametrize("form", ["lines", "one line", "crlf"])
def test_keys_that_metadata_lacks_are_added(conductor: Path, run: Run, form: str) -> None:
    id = new(run, id_form="typed")
    done(run, "done", id)
    path = conductor / "storages" / id / "metadata.json"
    before = metadata(conductor, id)
    for lost in (["id", "type", "status", "updated"], ["title", "backend"], ["created"]):
        left = {key: text for key, text in before.items() if key not in lost}
        text = json.dumps(left) if form == "one line" else json.dumps(left, indent=2)
        path.write_bytes(text.replace("\n", "\r\n" if form == "crlf" else "\n").encode())
        run("fix")
        after = metadata(conductor, id)
        assert list(after) == list(before)
        for key in ("id", "title", "type", "storage_type", "backend", "status"):
            assert after[key] == before[key]
        assert component_findings(run) == []
        lines = len(path.read_bytes().splitlines())
        assert lines == (1 if form == "one line" else len(before) + 2)
