"""Commands that are killed leave files that the next command brings in step.

The long test runs on a sample; `STORAGELINT_PROMISES=1 pytest` (`make promises`) runs it whole.
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from test_component_life import done
from test_new_component import component_findings, options

from storagelint.fixing.together import JOURNAL, FileChange, finish, held, write_all
from storagelint.fixing.write import WriteError, create

WHOLE = bool(os.environ.get("STORAGELINT_PROMISES"))
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
CYCLE: list[list[str]] = [
    ["component", "setup"],
    ["new", "component", *options(id_form="sequential")],
    ["component", "done", "storage-1"],
    ["component", "done", "storage-1"],
    ["component", "status", "storage-1", "--set", "Blocked"],
    ["component", "done", "storage-1", "1.3"],
    ["component", "status", "storage-1", "--set", "In Progress"],
    ["component", "reopen", "storage-1", "1.2"],
    ["component", "revert", "storage-1", "--reset"],
]
_RUNNER = """
import json, sys
from storagelint import cli
from storagelint.cli.component import done, reopen, revert, setup, status
from storagelint.cli.new import component
print("ready", flush=True)
for arguments in json.loads(sys.argv[1]):
    cli.run(arguments)
"""
_AT_LINE = """
import json, os, signal, sys
from storagelint import cli
from storagelint.fixing import together, write
files, count = {together.__file__, write.__file__}, int(sys.argv[2])
def trace(frame, event, argument):
    global count
    if frame.f_code.co_filename not in files:
        return None
    if event == "line":
        count -= 1
        if count < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace
sys.settrace(trace)
for arguments in json.loads(sys.argv[1]):
    cli.run(arguments)
"""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def left_over(folder: Path) -> list[str]:
    """Drafts, journals and empty folders."""
    found = [path for path in folder.rglob("*") if path.name.startswith(".")]
    found += [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())]
    return sorted(str(path.relative_to(folder)) for path in found)


def judge(project: Path, run: Run) -> str:
    """What is there after the next command; nothing is torn, left over, or out of step."""
    folder = project / "storage-conductor"
    if not folder.is_dir() or not (folder / "tracks.md").exists():
        outcome = run("component", "setup")
    else:
        outcome = run("component", "status")
    assert (outcome.status, outcome.err) == (0, "")
    assert left_over(folder) == []
    assert component_findings(run) == []
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == [
        "product.md",
        "storage-standards.md",
        "storage-template.md",
        "tech-stack.md",
        "tracks.md",
        "workflow.md",
    ]
    if not (folder / "storages").exists():
        return "set up"
    (found,) = json.loads(done(run, "status", "--output-format", "json"))["components"]
    assert (found["missing"], found["progress"]["total"]) == ([], 34)
    return f"{found['status']} {found['progress']['done']}"


@POSIX
def test_10_components_killed_at_random_moments(project: Path, run: Run) -> None:
    dice, kills, hurt, seen = random.Random(10), 200 if WHOLE else 8, 0, Counter[str]()
    folder = project / "storage-conductor"
    command = [sys.executable, "-c", _RUNNER, json.dumps(CYCLE)]
    for _ in range(kills):
        shutil.rmtree(folder, ignore_errors=True)
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(dice.random() * 0.6)
            process.kill()
        hurt += folder.is_dir() and bool(left_over(folder))
        seen[judge(project, run)] += 1
    print(
        f"\npromise 10: {kills} kills of component commands, {hurt} with something left over, "
        f"0 after the next command; {dict(seen)}"
    )
    assert seen.total() == kills
    assert len(seen) > 2 or not WHOLE  # A slow machine is always killed at the same place.


@POSIX
def test_10_components_killed_before_every_line(project: Path, run: Run) -> None:
    """The lines that write, of a setup, a new component and its first task."""
    folder, count, seen = project / "storage-conductor", 0, []
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-c", _AT_LINE, json.dumps(CYCLE[:3]), str(count)]
        killed = subprocess.run(
            command, env=environment(), stdout=subprocess.DEVNULL, check=False
        ).returncode
        seen.append(judge(project, run))
        if killed == 0:
            break
        assert killed == -signal.SIGKILL
        count += 7 if WHOLE else 173
    print(f"\npromise 10: component commands killed before {len(seen)} lines: {Counter(seen)}")
    order = ["set up", "Planning 0", "In Progress 1"]
    assert seen == sorted(seen, key=order.index), "each line gets further than the one before"
    assert set(seen) == set(order)


def changes(folder: Path, below: str = "b") -> list[FileChange]:
    (folder / "a.md").write_bytes(b"old")
    return [FileChange("a.md", b"old", b"new"), FileChange(f"{below}/c.json", None, b"{}")]


def interrupted(folder: Path, monkeypatch: pytest.MonkeyPatch, below: str = "b") -> None:
    """Leave a folder as a run does that is killed behind the first file."""
    with monkeypatch.context() as patch:

        def stop(path: Path, data: bytes) -> None:
            if path.name == "c.json":
                raise KeyboardInterrupt
            create(path, data)

        patch.setattr("storagelint.fixing.together.create", stop)
        with pytest.raises(KeyboardInterrupt), held(folder):
            write_all(folder, changes(folder, below))
    assert (folder / JOURNAL).exists()


def test_the_next_run_does_what_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(tmp_path, monkeypatch)
    finish(tmp_path)
    assert (tmp_path / "a.md").read_bytes() == b"new"
    assert (tmp_path / "b" / "c.json").read_bytes() == b"{}"
    assert not (tmp_path / JOURNAL).exists()


@pytest.mark.parametrize("id", ["storage:1", "a\\b", "what?*", '<x>|"', "tab\there", "a//b"])
def test_whatever_a_component_is_called_is_finished(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, id: str
) -> None:
    assert run("component", "setup").status == 0
    folder = project / "storage-conductor"
    interrupted(folder, monkeypatch, f"storages/{id}")
    outcome = run("component", "status")
    assert (outcome.status, outcome.err) == (0, "")
    assert (folder / "a.md").read_bytes() == b"new"
    assert (folder / "storages" / id / "c.json").read_bytes() == b"{}"
    assert not (folder / JOURNAL).exists()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["component", "status"], "storagelint: error: storage-conductor: "),
        (["component", "setup"], "storagelint: error: storage-conductor: "),
        (["component", "done", "storage-1"], "storagelint: error: storage-conductor: "),
        (["fix"], "product.md:1:1: SL001 error: storage-conductor: "),
    ],
)
def test_a_folder_that_cannot_be_read_is_told(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], error: str
) -> None:
    for each in CYCLE[:2]:
        assert run(*each).status == 0
    folder = project / "storage-conductor"
    open_file, list_folder = os.open, Path.iterdir

    def refuse(path: object) -> None:
        if path == folder:
            raise PermissionError(errno.EACCES, "Permission denied")

    def opened(path: Any, *rest: Any, **named: Any) -> int:
        refuse(path)
        return open_file(path, *rest, **named)

    def listed(path: Path) -> Iterator[Path]:
        refuse(path)
        return list_folder(path)

    with monkeypatch.context() as patch:
        patch.setattr("os.open", opened)
        patch.setattr(Path, "iterdir", listed)
        outcome = run(*arguments)
    assert outcome.status == 2
    said = f"{outcome.out}{outcome.err}"
    assert f"{error}cannot read folder: Permission denied\n" in said


def test_an_error_of_what_holds_a_folder_is_its_own(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), held(tmp_path):
        raise BrokenPipeError
    with held(tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_fix_does_what_is_left(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("component", "setup").status == 0
    folder = project / "storage-conductor"
    interrupted(folder, monkeypatch)
    run("fix", "--diff")
    assert (folder / JOURNAL).exists(), "a preview writes nothing"
    run("fix")
    assert (folder / "b" / "c.json").read_bytes() == b"{}"
    assert not (folder / JOURNAL).exists()


def test_a_file_that_was_changed_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(tmp_path, monkeypatch)
    (tmp_path / "a.md").write_bytes(b"mine")
    (tmp_path / "b").mkdir(exist_ok=True)
    (tmp_path / "b" / "c.json").write_bytes(b"mine too")
    finish(tmp_path)
    assert (tmp_path / "a.md").read_bytes() == b"mine"
    assert (tmp_path / "b" / "c.json").read_bytes() == b"mine too"


def test_changes_that_cannot_be_made_are_taken_back(tmp_path: Path) -> None:
    made = [*changes(tmp_path), FileChange("gone.md", b"old", b"new")]
    with held(tmp_path), pytest.raises(WriteError, match=r"gone\.md: cannot write file"):
        write_all(tmp_path, made)
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert not (tmp_path / "b" / "c.json").exists()
    assert not (tmp_path / JOURNAL).exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[" * 100_000,
        '{"version": 1, "changes": [{"path": "../out.md", "old": null, "new": "x"}]}',
        '{"version": 1, "changes": [{"path": "/tmp/out.md", "old": null, "new": "x"}]}',
        '{"version": 1, "changes": [{"path": "a/../../out.md", "old": null, "new": "x"}]}',
        '{"version": 1, "changes": [{"path": "a\\u0000.md", "old": null, "new": "x"}]}',
        '{"version": 1, "changes": [{"path": "\\ud800.md", "old": null, "new": "x"}]}',
        '{"version": 1, "changes": [{"path": "run.sh", "old": null, "new": "x"}]}',
        '{"version": 1, "changes": [{"path": "a.md", "old": null, "new": 3}]}',
        '{"version": 1, "changes": [{"path": "link/a.md", "old": null, "new": "x"}]}',
        '{"version": 1, "changes": [{"path": "a.md", "old": null, "new": "\\ud800"}]}',
    ],
)
def test_a_journal_of_somebody_else_is_refused(project: Path, run: Run, text: str) -> None:
    folder, outside = project / "storage-conductor", project / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "link").symlink_to(outside)
    (folder / JOURNAL).write_text(text, "utf-8")
    outcome = run("component", "status")
    assert outcome.status == 2
    assert outcome.err.startswith("storagelint: error: storage-conductor: .storagelint-journal ")
    assert sorted(path.name for path in project.rglob("*")) == [
        JOURNAL,
        "link",
        "outside",
        "storage-conductor",
        "storagelint.toml",
    ]


@POSIX
def test_two_runs_at_once_get_two_ids(project: Path, run: Run) -> None:
    assert run("component", "setup").status == 0
    command = [sys.executable, "-c", _RUNNER, json.dumps([CYCLE[1]] * 3)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment()) for _ in range(3)
    ]
    assert [each.wait() for each in runs] == [0, 0, 0]
    found = json.loads(done(run, "status", "--output-format", "json"))["components"]
    assert [each["id"] for each in found] == [f"storage-{number}" for number in range(1, 10)]
    assert component_findings(run) == []
