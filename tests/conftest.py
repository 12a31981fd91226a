"""What all tests share: a project folder to write documents into, and the command."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings

from storagelint import cli
from storagelint.config import Settings
from storagelint.linting.files import File
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.run import Run as Check
from storagelint.linting.selection import Selection
from storagelint.linting.task import Task

# A gate must not fail by chance: there the examples are the same each time.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")

_PROMISE = re.compile(r"test_\d+_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that hold a promise: those with its number in their names."""
    for item in items:
        if _PROMISE.match(item.name):
            item.add_marker("promise")


ROOT = Path(__file__).resolve().parent.parent
SHOP = ROOT / "fixtures" / "projects" / "shop"


@dataclass(frozen=True)
class Outcome:
    """What a command printed and its exit status."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the cache of this test alone; it is made when something is written there."""
    folder = tmp_path_factory.getbasetemp() / "caches" / uuid4().hex
    monkeypatch.setenv("STORAGELINT_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, which is also the working folder."""
    (tmp_path / "storagelint.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process: `run("check", "design.md")`."""

    def call(*arguments: str) -> Outcome:
        status = cli.run(arguments)
        out, err = capsys.readouterr()
        return Outcome(status, out, err)

    return call


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files, with the folders that they need."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def lint(files: Iterable[File], registry: Registry, **wanted: Any) -> Result:
    """What the engine finds in files; `wanted` are what a Task or a Run takes by name."""
    of_run = {key: wanted.pop(key) for key in ("load", "archive") if key in wanted}
    task = Task(
        wanted.pop("settings", Settings()),
        wanted.pop("selection", Selection()),
        found=registry,
        **wanted,
    )
    return Check(task, registry, list(files), **of_run).result()
