"""Promises to users, each with the figure that proves it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from conftest import lint as lint_files

from storagelint.config import Settings
from storagelint.kinds import Kind
from storagelint.linting.files import find
from storagelint.linting.registry import Registry, discover
from storagelint.linting.result import Result
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Project
from storagelint.source import Span

BASE = ROOT / "fixtures" / "mutations" / "base"
SHOP = ROOT / "fixtures" / "projects" / "shop"
SETTINGS = Settings()
KINDS: dict[str, Kind] = SETTINGS.all_kinds()


class Broken(Rule):
    """A rule that goes wrong in one of many ways."""

    severity = Severity.ERROR


def at_start(rule: Rule, document: Document, message: str = "found") -> Diagnostic:
    return rule.at(document, Span(1, 1, 1, 2), message)


class RaisesAtOnce(Broken):
    code, name = "ZZ001", "raises-at-once"

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        raise RecursionError


class RaisesLater(Broken):
    code, name = "ZZ002", "raises-later"

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        yield at_start(self, document)
        raise MemoryError


class Exits(Broken):
    code, name = "ZZ003", "exits"

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        yield at_start(self, document)
        sys.exit(0)


class Recurses(Broken):
    code, name = "ZZ004", "recurses"

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        yield from self.check(document, context)


class Loops(Broken):
    code, name = "ZZ005", "loops"

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        while True:
            time.sleep(0.001)
        yield at_start(self, document)


class Backtracks(Broken):
    code, name = "ZZ006", "backtracks"

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if re.match(r"(a+)+$", "a" * 40 + "b"):
            yield at_start(self, document)


class YieldsForEver(Broken):
    code, name = "ZZ007", "yields-for-ever"

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        while True:
            yield at_start(self, document)


class YieldsText(Broken):
    code, name = "ZZ008", "yields-text"

    def check(self, document: Document, context: Context) -> Any:
        yield "line 3 is wrong"


class YieldsNoPlace(Broken):
    code, name = "ZZ009", "yields-no-place"

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        yield self.at(document, Span(0, 0, 0, 0), "nowhere")


class ReturnsNothing(Broken):
    code, name = "ZZ010", "returns-nothing"

    def check(self, document: Document, context: Context) -> Any:
        return None


class RaisesForTheProject(Broken):
    code, name = "ZZ011", "raises-for-the-project"

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        yield at_start(self, project.documents[0])
        raise KeyError("postgres://app:secret@db")


BROKEN = (
    RaisesAtOnce(),
    RaisesLater(),
    Exits(),
    Recurses(),
    Loops(),
    Backtracks(),
    YieldsForEver(),
    YieldsText(),
    YieldsNoPlace(),
    ReturnsNothing(),
    RaisesForTheProject(),
)


def lint(root: Path, rules: tuple[Rule, ...], *paths: str) -> Result:
    listed = find([root / path for path in paths], root, SETTINGS, KINDS)
    return lint_files(listed, Registry(rules), root=root, rule_seconds=0.3)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda rule: rule.name)
def test_7_a_broken_rule_stops_nothing(broken: Rule) -> None:
    path = "docs/storage/backend-order.md"
    sound = discover().rules
    expected = [each for each in lint(SHOP, sound, path).diagnostics if each.code != "SL002"]
    result = lint(SHOP, (*sound, broken), path)
    crashed = [each for each in result.diagnostics if each.code == "SL002"]
    assert crashed
    assert all(broken.name in each.message and "secret" not in each.message for each in crashed)
    assert [e for e in result.diagnostics if e.code not in ("SL002", broken.code)] == expected
    assert result.exit_code("never") == 2


SCRIPT = """
import sys
from pathlib import Path
from storagelint.config import Settings
from storagelint.linting.files import find
from storagelint.linting.registry import discover
from storagelint.linting.run import Run
from storagelint.linting.selection import Selection
from storagelint.linting.task import Task
settings = Settings()
kinds = settings.all_kinds()
for root in map(Path, sys.argv[2:]):
    files = sorted(find([], root, settings, kinds), key=lambda file: file.key)
    if sys.argv[1] == "reversed":
        files.reverse()
    task = Task(settings, Selection(pedantic=True), root)
    for each in Run(task, task.registry, files).result().diagnostics:
        print(each)
"""


def output(seed: str, order: str, *roots: Path) -> str:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, order, *map(str, roots)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_16_same_input_same_output() -> None:
    roots = [SHOP, BASE, ROOT / "fixtures" / "projects" / "conductor"]
    outputs = {
        output(seed, order, *roots)
        for seed, order in (
            ("0", "sorted"),
            ("1", "sorted"),
            ("random", "sorted"),
            ("2", "reversed"),
        )
    }
    assert len(outputs) == 1
    assert "SL" in outputs.pop()


def test_16_nor_do_jobs_and_the_cache_change_it(tmp_path: Path) -> None:
    """Enough documents for several processes, which know each other's names."""
    for number in range(20):
        folder = tmp_path / "docs" / "storage" / f"part-{number}"
        shutil.copytree(SHOP / "docs" / "storage", folder)
        known = (folder / "backend-user.md").read_text("utf-8")
        (folder / "backend-user.md").write_text(known.replace("User", f"User{number}"), "utf-8")
    outputs = set()
    for options in (
        ["--no-cache", "--jobs", "1"],
        ["--no-cache", "--jobs", "2"],
        ["--no-cache", "--jobs", "3"],
        ["--jobs", "3"],
        ["--jobs", "1"],
    ):
        command = [sys.executable, "-c", "from storagelint.cli import main; main()", "check"]
        made = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True)
        assert made.returncode == 1, made.stderr
        outputs.add(made.stdout)
    assert len(outputs) == 1
    assert "is also defined in" in outputs.pop()


def test_every_promise_of_the_readme_has_a_test() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = re.findall(r"(?m)^\| (\d+) \|", readme.partition("## What it promises")[2])
    files = (ROOT / "tests").glob("test_*.py")
    held = {number for file in files for number in re.findall(r"def test_(\d+)_", file.read_text())}
    assert [int(number) for number in listed] == sorted(map(int, held))
