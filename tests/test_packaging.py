"""The wheel: it carries the rules and their pages, and without rules nothing is called clean."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel, and the libraries of this one."""
    folder = tmp_path_factory.mktemp("installed")
    wheel = _build(folder)
    venv.create(folder / "env", with_pip=False, symlinks=True)
    python = folder / "env" / "bin" / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.check_output([python, "-c", code], text=True).strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "storagelint" not in entry.name and entry.suffix not in (".pth", ".virtualenv"):
            (site / entry.name).symlink_to(entry)
    return python


def _build(folder: Path) -> Path:
    """The wheel of the checkout, without a network."""
    code = f"import hatchling.build; hatchling.build.build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _run(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from storagelint.cli import main; main()"
    command = [str(python), "-I", "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_wheel_lists_every_rule_of_the_checkout(python: Path, tmp_path: Path) -> None:
    listed = _run(python, tmp_path, "rule", "--all")
    modules = (ROOT / "rules" / "storagelint_rules").glob("*/[!_]*.py")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert len(listed.stdout.splitlines()) == len(list(modules))
    where = "import storagelint_rules as rules; print(rules.__file__)"
    found = subprocess.check_output([str(python), "-I", "-c", where], text=True, cwd=tmp_path)
    assert not Path(found.strip()).is_relative_to(ROOT)


def test_the_wheel_has_the_pages(python: Path, tmp_path: Path) -> None:
    page = ROOT / "rules" / "storagelint_rules" / "entities" / "missing_primary_key.md"
    assert _run(python, tmp_path, "rule", "SL201").stdout == page.read_text("utf-8")


def test_the_wheel_checks_a_document(python: Path, tmp_path: Path) -> None:
    text = "### orders\n\n| Field | Type |\n| --- | --- |\n| total | INTEGER |\n"
    (tmp_path / "design.md").write_text(text, "utf-8")
    outcome = _run(python, tmp_path, "check", "design.md", "--select", "SL201")
    assert outcome.stdout.startswith("design.md:1:5: SL201 error: ")
    assert (outcome.returncode, outcome.stderr) == (1, "")


def test_without_rules_nothing_is_clean(python: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(python.parent.parent, bare, symlinks=True)
    (entry_points,) = bare.rglob("storagelint-*.dist-info/entry_points.txt")
    entry_points.write_text("", "utf-8")
    (tmp_path / "design.md").write_text("# Fine\n", "utf-8")
    outcome = _run(bare / "bin" / "python", tmp_path, "check", "design.md")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "no rules are installed" in outcome.stderr
