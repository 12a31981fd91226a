"""Several processes find what one finds, and none of them is waited for in vain."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Run, write

from benchmarks.documents import make_document
from storagelint.linting import workers
from storagelint.linting.analysis import Analysis
from storagelint.linting.analyst import Analyst
from storagelint.linting.files import File

COUNT = 24


@pytest.fixture
def many(project: Path) -> Path:
    """More documents than one process is given."""
    write(project, {f"docs/storage/d{number}.md": make_document(1) for number in range(COUNT)})
    return project


def die(analyst: Analyst, file: File, *, wait: bool = False) -> Analysis:
    os._exit(9)


@pytest.mark.parametrize(("platform", "most"), [("win32", 61), ("linux", 200)])
def test_windows_waits_for_few_processes(
    monkeypatch: pytest.MonkeyPatch, platform: str, most: int
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert workers._processes(200, 300) == most
    assert workers._processes(200, 3) == 3


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_16_processes_find_what_one_finds(
    many: Path, run: Run, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(workers, "_method", lambda: method)
    alone = run("check", "--no-cache", "--jobs", "1", "--select", "SL205,SL2")
    assert run("check", "--no-cache", "--jobs", "2", "--select", "SL205,SL2") == alone


def test_a_process_that_dies_is_an_error(
    many: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_method", lambda: "fork")
    monkeypatch.setattr(Analyst, "analyse", die)
    found = run("check", "--no-cache", "--jobs", "2")
    assert (found.status, found.out) == (2, "")
    assert found.err == "storagelint: error: a worker process ended in the middle of its work\n"


def test_workers_end_when_their_parent_is_killed(many: Path) -> None:
    program = (
        "import os, time\n"
        "from storagelint.linting.analyst import Analyst\n"
        "from storagelint.cli import main\n"
        "def sleep(*_, **__):\n"
        "    print(os.getpid(), flush=True)\n"
        "    time.sleep(60)\n"
        "Analyst.analyse = sleep\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, "check", "--no-cache", "--jobs", "2"]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.stdout.close()
    parent.wait()
    end = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_a_number_of_jobs_is_a_number(project: Path, run: Run, number: str) -> None:
    assert run("check", "--jobs", number).status == 2
