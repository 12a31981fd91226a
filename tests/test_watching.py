"""A check is run again when a file has changed, and says where its time goes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from conftest import Run, write

from storagelint.cli.watching import Look, state, wait_for_change

GOOD = "# Notes\n\n### users\n\n| Field | Type |\n|---|---|\n| id | UUID PRIMARY KEY |\n"
BAD = GOOD + "\n<<<<<<< HEAD\n=======\n>>>>>>> x\n"
PLACE = "specs/001-users/data-model.md"


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: write(folder, {"a.md": "longer text"}),
        lambda folder: write(folder, {"b.md": "new"}),
        lambda folder: (folder / "a.md").unlink(),
    ],
    ids=["changed", "new", "gone"],
)
def test_a_change_ends_the_wait(tmp_path: Path, change: object) -> None:
    write(tmp_path, {"a.md": "text"})

    def look() -> list[Path]:
        return [tmp_path / name for name in ("a.md", "b.md")]

    before = state(look)
    assert callable(change)
    change(tmp_path)
    wait_for_change(before, look)
    assert state(look) != before


def test_watch_checks_again_and_ends_with_ctrl_c(project: Path) -> None:
    write(project, {PLACE: GOOD})
    heeds = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heeds}; from storagelint.cli import main; main()"
    command = [sys.executable, "-c", program, "check", "--watch", "--select", "SL007"]
    log = project / "log.txt"
    with log.open("w") as out:
        watching = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_for(log, "All checks passed.")
            write(project, {PLACE: BAD})
            wait_for(log, "SL007 error")
            write(project, {"storagelint.toml": 'select = ["SL2'})
            wait_for(log, "storagelint: error:")
            write(project, {"storagelint.toml": ""})
            wait_for(log, "Found ", times=2)
        finally:
            watching.send_signal(signal.SIGINT)
            status = watching.wait(timeout=20)
    assert status == 130
    assert "\x1b" not in log.read_text("utf-8")
    assert "Traceback" not in log.read_text("utf-8")


def wait_for(log: Path, text: str, times: int = 1) -> None:
    end = time.monotonic() + 40
    while log.read_text("utf-8").count(text) < times:
        assert time.monotonic() < end, log.read_text("utf-8")
        time.sleep(0.1)


def test_looking_leaves_nothing_behind(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {PLACE: GOOD, "storagelint.toml": '[synonyms.columns]\nfield = ["Feld"]\n'})
    left: list[object] = []

    def watch(check: object, look: Look) -> None:
        monkeypatch.setattr(click.Context, "call_on_close", lambda _, act: left.append(act))
        assert project / PLACE in state(look)
        raise click.Abort

    monkeypatch.setattr("storagelint.cli.watching.watch", watch)
    assert run("check", "--watch").status == 130
    assert left == []


def test_the_standard_input_is_not_watched(project: Path, run: Run) -> None:
    found = run("check", "--watch", "-")
    assert found.status == 2
    assert found.err == (
        "storagelint: error: --watch is for files, and not for the standard input\n"
    )


def test_profile_shows_where_the_time_goes(project: Path, run: Run) -> None:
    write(project, {PLACE: BAD})
    for _ in range(2):
        found = run("check", "--profile")
        lines = found.err.splitlines()
        assert lines[0] == " seconds  share"
        assert any(line.endswith("%  reading") for line in lines)
        assert lines[-1].endswith("100.0%  all")
    assert found.out == run("check").out
