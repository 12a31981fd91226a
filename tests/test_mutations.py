"""Defects planted one at a time in clean documents: each must be found, at its line, by its code.

fixtures/mutations/base is a project in which nothing is to be found. The other files of the folder
hold the defects: what is replaced in which document, the code that must find it, a part of the
line on which it must be found (the replacement's first line, where none is given), and a word
that the message must hold.
"""

from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import ROOT, lint, write

from storagelint.config import Settings
from storagelint.linting.files import find
from storagelint.linting.registry import discover
from storagelint.linting.rule import Diagnostic
from storagelint.linting.scratch import Scratch
from storagelint.linting.selection import Selection

FOLDER = ROOT / "fixtures" / "mutations"
BASE = FOLDER / "base"
NOT_PLANTED = {
    "SL001": "a file that is no text is no edit of one: test_hostile.py",
    "SL002": "it needs a broken rule: test_run.py and test_promises.py",
    "SL003": "it needs a document over the limits: test_hostile.py",
    "SL008": "it is a finding of `fix`",
    "SL009": "it needs a page without anything of a design: test_run.py",
}
SETTINGS = Settings()
KINDS = SETTINGS.all_kinds()
REGISTRY = discover()


@dataclass(frozen=True)
class Defect:
    """One planted defect and the finding that must name it."""

    code: str
    file: str
    names: str
    """A word of the message."""
    old: str = ""
    new: str = ""
    at: str = ""
    """A part of the line of the finding."""
    found_in: str = ""
    """The file of the finding, where it is another."""
    also: list[list[str]] = field(default_factory=list)
    """Further edits of the file: what is replaced, and by what."""
    files: dict[str, str] = field(default_factory=dict)
    """Other files that are written; one without text is removed."""
    missed: bool = False
    """Whether it is known not to be found yet."""
    number: int = 0

    def __str__(self) -> str:
        return f"{self.code}-{self.number}"


def defects() -> Iterator[Defect]:
    """The planted defects of all files, numbered within their code."""
    numbers: Counter[str] = Counter()
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        short = data.get("documents", {})
        for planted in data.get("defect", []):
            numbers[planted["code"]] += 1
            for key in ("file", "found_in"):
                if key in planted:
                    planted[key] = short.get(planted[key], planted[key])
            yield Defect(**planted, number=numbers[planted["code"]])


def _marks(defect: Defect) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason="known to be missed", strict=True)] if defect.missed else []


DEFECTS = list(defects())


class Library:
    """The base project in a folder of its own, of which only what a defect changes is checked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(BASE, root, dirs_exist_ok=True)
        self.archive = Scratch()

    def findings(
        self, files: dict[str, str], *, pedantic: bool, below: str = ""
    ) -> list[Diagnostic]:
        """What is found below a folder with these files changed; they are put back behind it."""
        before = {name: _text(self.root / name) for name in files}
        self._put(files)
        try:
            listed = list(find([self.root / below], self.root, SETTINGS, KINDS))
            selection = Selection(pedantic=pedantic)
            result = lint(
                listed, REGISTRY, selection=selection, root=self.root, archive=self.archive
            )
        finally:
            self._put(before)
        return result.diagnostics

    def _put(self, files: dict[str, str]) -> None:
        write(self.root, {name: text for name, text in files.items() if text})
        for name, text in files.items():
            if not text:
                (self.root / name).unlink(missing_ok=True)


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(tmp_path_factory.mktemp("library"))


def planted(defect: Defect) -> tuple[dict[str, str], str, int]:
    """The changed files, and the file and the line at which the defect must be found."""
    files = dict(defect.files)
    text = files.get(defect.file) or _text(BASE / defect.file)
    for old, new in defect.also:
        assert text.count(old) == 1, f"stands {text.count(old)} times: {old}"
        files[defect.file] = text = text.replace(old, new)
    if defect.old:
        assert text.count(defect.old) == 1, f"stands {text.count(defect.old)} times: {defect.old}"
        start = text.index(defect.old)
        files[defect.file] = text = text[:start] + defect.new + text[start + len(defect.old) :]
    else:
        start = 0
    found_in = defect.found_in or defect.file
    seen = files.get(found_in) or _text(BASE / found_in)
    if defect.at:
        assert seen.count(defect.at) == 1, f"stands {seen.count(defect.at)} times: {defect.at}"
        start = seen.index(defect.at)
    return files, found_in, seen.count("\n", 0, start) + 1


def test_nothing_is_found_in_the_base(library: Library) -> None:
    assert library.findings({}, pedantic=False) == []


@pytest.mark.parametrize(
    "defect", [pytest.param(each, marks=_marks(each)) for each in DEFECTS], ids=str
)
def test_planted_defect_is_found(defect: Defect, library: Library) -> None:
    files, path, line = planted(defect)
    pedantic = REGISTRY.by_code[defect.code].pedantic
    top = path.partition("/")[0]
    found = library.findings(files, pedantic=pedantic, below=top)
    told = [f"{each.path}:{each.span.line} {each.code} {each.message}" for each in found]
    assert any(
        each.code == defect.code
        and (each.path, each.span.line) == (path, line)
        and defect.names in each.message
        for each in found
    ), "\n".join([f"not at {path}:{line}: {defect.names}", *told])


def test_most_defects_are_found() -> None:
    found = sum(not defect.missed for defect in DEFECTS)
    print(f"{found} of {len(DEFECTS)} planted defects are found: {found / len(DEFECTS):.1%}")
    assert found / len(DEFECTS) > 0.8


def test_every_rule_has_a_defect() -> None:
    codes = {rule.code for rule in REGISTRY.rules}
    assert codes - {defect.code for defect in DEFECTS} == set(NOT_PLANTED) & codes
