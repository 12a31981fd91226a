"""A component from setup to Completed by the commands alone, with sound files at every step."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, write
from test_new_component import component_findings, options

from storagelint.judging.components.component_status import status_of
from storagelint.model.components import Progress

FORMS = {
    "timestamp": ("storage-20250519-070000", "storage-20250519-070001"),
    "typed": ("storage-database-001", "storage-database-002"),
    "sequential": ("storage-1", "storage-2"),
}


@pytest.fixture
def conductor(project: Path, run: Run) -> Path:
    """The folder storage-conductor/ as the setup makes it."""
    assert run("component", "setup").status == 0
    return project / "storage-conductor"


def new(run: Run, **changed: str) -> str:
    """The id of a component that was written anew."""
    outcome = run("new", "component", *options(**{"id_form": "sequential"} | changed))
    assert outcome.err == ""
    return outcome.out.split()[2].rstrip(":")


def done(run: Run, *arguments: str) -> str:
    """What a command of the group prints that does its work."""
    outcome = run("component", *arguments)
    assert (outcome.status, outcome.err) == (0, "")
    return outcome.out


def metadata(conductor: Path, id: str) -> dict[str, str]:
    """What metadata.json says."""
    found: dict[str, str] = json.loads(
        (conductor / "storages" / id / "metadata.json").read_text("utf-8")
    )
    return found


def status(run: Run, id: str) -> dict[str, Any]:
    """What `status` says of one component."""
    (found,) = json.loads(done(run, "status", id, "--output-format", "json"))["components"]
    return dict(found)


def row(conductor: Path, id: str) -> list[str]:
    """The cells of a component's row."""
    lines = (conductor / "tracks.md").read_text("utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(f"| {id} |"))
    return [cell.strip() for cell in line.strip("|").split(" | ")]


@pytest.mark.parametrize("form", FORMS)
def test_from_setup_to_completed(
    project: Path, run: Run, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime

    from storagelint.cli.new import component

    monkeypatch.setattr(component, "now", lambda: datetime(2025, 5, 19, 7, tzinfo=UTC))
    assert run("component", "setup").status == 0
    assert component_findings(run) == []
    ids = tuple(new(run, id_form=form) for _ in range(2))
    assert ids == FORMS[form]
    assert component_findings(run) == []
    folder, id = project / "storage-conductor", ids[0]
    total = status(run, id)["progress"]["total"]
    assert total == 34
    for number in range(1, total + 1):
        following = json.loads(done(run, "next", id, "--output-format", "json"))["task"]
        done(run, "done", id, following["number"])
        assert component_findings(run) == []
        wanted = "Completed" if number == total else "In Progress"
        assert (metadata(folder, id)["status"], row(folder, id)[5]) == (wanted, wanted)
        assert status(run, id)["progress"]["done"] == number
    assert done(run, "next", id) == f"{id}: no task to do next\n"
    assert run("component", "done", id).err == (
        f"storagelint: error: component {id} has no task to do next\n"
    )
    assert metadata(folder, ids[1])["status"] == "Planning"


def test_setup_leaves_what_is_there(project: Path, run: Run) -> None:
    write(project, {"storage-conductor/product.md": "# Ours\n"})
    first = done(run, "setup")
    assert first.splitlines() == [
        f"Wrote storage-conductor/{name}"
        for name in (
            "tech-stack.md",
            "workflow.md",
            "storage-standards.md",
            "storage-template.md",
            "tracks.md",
        )
    ]
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert before[project / "storage-conductor" / "product.md"] == b"# Ours\n"
    assert done(run, "setup") == "storage-conductor has all its files; nothing was written.\n"
    after = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert after == before


def test_next_names_task_phase_and_line(conductor: Path, run: Run) -> None:
    id = new(run)
    assert done(run, "next") == (
        "storage-1: 1.1 Define data models and entities\n"
        "  phase 1: Schema Design, storage-conductor/storages/storage-1/plan.md:5\n"
    )
    assert new(run) == "storage-2"
    done(run, "done", "storage-2", "1.1")
    assert done(run, "next").startswith("storage-2: 1.2 "), "what is in progress comes first"
    assert done(run, "next", id).startswith("storage-1: 1.1 ")


def test_a_task_is_meant_by_a_part_of_its_text(conductor: Path, run: Run) -> None:
    id = new(run)
    assert done(run, "done", id, "crud").startswith(
        f"{id}: 3.2 Create CRUD operations is done\n  In Progress, 1 of 34 tasks, 2%\n  next: 1.1 "
    )
    several = run("component", "done", id, "Document")
    assert several.status == 2
    assert several.err.startswith("storagelint: error: Document can be any of 1.4 Document schema")
    assert run("component", "done", id, "tea").err == (
        f"storagelint: error: no task tea in storage-conductor/storages/{id}/plan.md\n"
    )
    assert "is ticked already" in done(run, "done", id, "crud")


PLAN = """# Plan: Gates

<!-- kept -->

## Phase 1: Schema Design

- [x] Define data models and entities `a1b2c3d`
  - [x] gates
  - [x] locks
- [ ] Design relationships and constraints
  * [~] keys
    1. note
  * [ ] checks
- [!] Plan indexes and query optimization

## Phase 2: Own Work [checkpoint: abc1234]

+ [X] Paint
"""


def own_plan(conductor: Path, id: str, data: bytes) -> Path:
    """Give a component a plan of somebody's own."""
    path = conductor / "storages" / id / "plan.md"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("style", ["lf", "crlf", "bom"])
def test_parents_and_subtasks_stay_consistent(conductor: Path, run: Run, style: str) -> None:
    styled = {
        "lf": PLAN.encode(),
        "crlf": PLAN.replace("\n", "\r\n").encode(),
        "bom": b"\xef\xbb\xbf" + PLAN.encode(),
    }[style]
    id = new(run)
    path = own_plan(conductor, id, styled)

    def changed() -> list[tuple[str, str]]:
        after = path.read_bytes()
        assert len(after) == len(styled), "only the marks in the boxes may change"
        pairs = zip(styled.decode().splitlines(), after.decode().splitlines(), strict=True)
        return [(one.strip(), other.strip()) for one, other in pairs if one != other]

    assert done(run, "next", id).startswith(f"{id}: 1.2.1 keys\n")
    done(run, "done", id, "1.2.1")
    assert changed() == [("* [~] keys", "* [x] keys")]
    done(run, "done", id, "1.2.2")
    assert ("- [ ] Design relationships and constraints") in {one for one, _ in changed()}
    done(run, "reopen", id, "keys")
    assert changed() == [("* [~] keys", "* [ ] keys"), ("* [ ] checks", "* [x] checks")]
    done(run, "reopen", id, "locks")
    assert "- [ ] Define data models and entities `a1b2c3d`" in {other for _, other in changed()}
    done(run, "done", id, "1.1")
    done(run, "done", id, "Design relationships")
    assert {other for _, other in changed()} == {
        "- [x] Design relationships and constraints",
        "* [x] keys",
        "* [x] checks",
    }
    done(run, "done", id, "1.3")
    assert metadata(conductor, id)["status"] == "Completed"
    done(run, "revert", id, "--task", "1.1")
    assert metadata(conductor, id)["status"] == "In Progress"
    assert status(run, id)["progress"] == {"done": 5, "begun": 5, "total": 8}


def test_revert_keeps_the_ticks_as_a_record(conductor: Path, run: Run) -> None:
    id = new(run)
    done(run, "done", id)
    assert done(run, "revert", id) == f"{id}: reverted\n  Reverted, 1 of 34 tasks, 2%\n"
    assert (metadata(conductor, id)["status"], row(conductor, id)[5]) == ("Reverted", "Reverted")
    assert run("component", "done", id).err == (
        f"storagelint: error: component {id} is Reverted; `storagelint component status {id} "
        "--set Planning` takes it up again\n"
    )
    done(run, "revert", id, "--reset")
    assert status(run, id)["progress"]["done"] == 0
    done(run, "status", id, "--set", "planning")
    assert metadata(conductor, id)["status"] == "Planning"
    assert component_findings(run) == []


def test_a_status_that_the_plan_contradicts_is_refused(conductor: Path, run: Run) -> None:
    id = new(run)
    assert run("component", "status", id, "--set", "Completed").err == (
        f"storagelint: error: component {id} has 34 of 34 tasks left\n"
    )
    done(run, "status", id, "--set", "Blocked")
    done(run, "done", id)
    assert metadata(conductor, id)["status"] == "Blocked", "work on the rest goes on"
    assert run("component", "status", id, "--set", "Planning").status == 2
    done(run, "status", id, "--set", "In Progress")
    assert row(conductor, id)[5] == "In Progress"
    assert run("component", "status", "--set", "Blocked").status == 2
    assert run("component", "status", id, "--set", "Done").err == (
        "storagelint: error: unknown status Done, none of Planning, In Progress, Completed, "
        "Blocked, Cancelled, Reverted\n"
    )


@pytest.mark.parametrize(
    ("done", "begun", "before", "after"),
    [
        (0, 0, "In Progress", "Planning"),
        (0, 0, "Blocked", "Blocked"),
        (0, 1, "Planning", "In Progress"),
        (1, 1, "Completed", "In Progress"),
        (2, 2, "Blocked", "Completed"),
        (2, 2, "Cancelled", "Cancelled"),
        (2, 2, "Reverted", "Reverted"),
    ],
)
def test_the_status_follows_the_plan(done: int, begun: int, before: str, after: str) -> None:
    assert status_of(Progress(done, begun, 2), before) == after


HAND = """\ufeff<!-- ours -->\r
# Storage Components\r
\r
| Title | Storage ID | Owner | Status | Updated |\r
|:--|---|---|:-:|---|\r
| Old  | storage-9 | me |  Completed  | 2024-01-01 |\r
\r
Text below.\r
"""


def test_a_hand_written_tracks_file_keeps_every_other_byte(conductor: Path, run: Run) -> None:
    tracks = conductor / "tracks.md"
    tracks.write_bytes(HAND.encode())
    id = new(run)
    day = metadata(conductor, id)["updated"][:10]
    old = "| Old  | storage-9 | me |  Completed  | 2024-01-01 |\r\n"
    with_row = HAND.replace(old, f"{old}| Berth Bookings | {id} |  | Planning | {day} |\r\n")
    assert tracks.read_bytes().decode() == with_row
    done(run, "done", id)
    assert tracks.read_bytes().decode() == with_row.replace("Planning", "In Progress")


def test_tracks_of_another_form_get_a_table(conductor: Path, run: Run) -> None:
    tracks = conductor / "tracks.md"
    text = "# Tracks\n\n- [~] **Track: Ferries**\n"
    tracks.write_text(text, "utf-8")
    id = new(run)
    assert tracks.read_text("utf-8").startswith(f"{text}\n| Storage ID |")
    assert row(conductor, id)[5] == "Planning"
    done(run, "done", id)
    assert row(conductor, id)[5] == "In Progress"


def test_tracks_in_which_no_row_can_stand_are_refused(conductor: Path, run: Run) -> None:
    tracks = conductor / "tracks.md"
    tracks.write_text("# Tracks\n\n```\nnever closed\n", "utf-8")
    outcome = run("new", "component", *options())
    assert outcome.status == 2
    assert outcome.err.startswith("storagelint: error: storage-conductor/tracks.md:1: no table")
    assert not (conductor / "storages").exists()


def test_files_that_cannot_be_read_are_named(conductor: Path, run: Run) -> None:
    id = new(run)
    folder = conductor / "storages" / id
    (folder / "metadata.json").write_text("{\n", "utf-8")
    outcome = run("component", "done", id)
    assert outcome.err == (
        f"storagelint: error: storage-conductor/storages/{id}/metadata.json:1: no valid JSON: "
        "file ends where a key in double quotes is due\n"
    )
    (folder / "plan.md").write_bytes(b"\xff")
    outcome = run("component", "done", id)
    assert outcome.status == 2
    assert f"storages/{id}/plan.md: file is not UTF-8: byte 0xff at offset 0" in outcome.err
    (folder / "plan.md").unlink()
    assert "plan.md: file does not exist" in run("component", "done", id).err


def test_without_a_folder_the_setup_is_named(project: Path, run: Run) -> None:
    outcome = run("component", "status")
    assert outcome.err == (
        "storagelint: error: there is no folder storage-conductor; "
        "`storagelint component setup` makes one\n"
    )


def test_an_id_that_is_none_gets_the_nearest(conductor: Path, run: Run) -> None:
    new(run)
    assert run("component", "done", "storage-l").err == (
        "storagelint: error: no such component storage-l, did you mean storage-1?\n"
    )


def test_paths_are_relative_to_the_working_folder(
    conductor: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = new(run)
    monkeypatch.chdir(conductor / "storages")
    assert done(run, "next").endswith(f"phase 1: Schema Design, {id}/plan.md:5\n")
    assert status(run, id)["folder"] == id
    assert run("component", "done", id, "tea").err == (
        f"storagelint: error: no task tea in {id}/plan.md\n"
    )


def test_status_names_what_is_missing(conductor: Path, run: Run) -> None:
    id = new(run)
    (conductor / "storages" / id / "plan.md").unlink()
    (conductor / "tracks.md").unlink()
    assert status(run, id)["missing"] == ["plan.md", "row in tracks.md"]
    assert "missing: plan.md, row in tracks.md" in done(run, "status")


def test_the_readme_shows_what_the_commands_print(project: Path, run: Run) -> None:
    section = (ROOT / "README.md").read_text("utf-8").partition("\n## Components\n")[2]
    shown = section.partition("```console\n")[2].partition("```")[0]
    commands = [line.removeprefix("$ ") for line in shown.splitlines() if line.startswith("$ ")]
    printed = ""
    for command in commands:
        outcome = run(*shlex.split(command)[1:])
        assert (outcome.status, outcome.err) == (0, "")
        printed += f"$ {command}\n{outcome.out}"
    assert len(commands) == 4
    assert printed == shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_on_a_terminal_it_asks(conductor: Path) -> None:
    main, terminal = pty.openpty()
    command = [sys.executable, "-c", "from storagelint.cli import main; main()"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"}
    with subprocess.Popen(
        [*command, "new", "component", "--backend", "Redis"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
    ) as process:
        os.close(terminal)
        os.write(main, b"Tides\ncashe\ncache\nHigh and low water.\n")
        said = b""
        while True:
            try:
                piece = os.read(main, 1000)
            except OSError:
                break
            if not piece:
                break
            said += piece
        assert process.wait() == 0
    os.close(main)
    assert b"unknown storage type cashe, did you mean cache?" in said
    (folder,) = (conductor / "storages").iterdir()
    found = metadata(conductor, folder.name)
    assert (found["title"], found["storage_type"]) == ("Tides", "cache")
