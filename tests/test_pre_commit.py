"""The hooks, as pre-commit itself installs and runs them on a repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, write

BAD = "# Order Storage Design\n\n### orders\n\n| Field | Type |\n| --- | --- |\n| total | INT |\n"
MENDABLE = """# Stock Storage Design

### parts

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PRIMARY KEY, NULL |
"""
SETTINGS = 'select = ["SL201", "SL202"]\n'


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def reaches_the_index(tmp_path: Path) -> bool:
    """Whether pip finds what the hooks install; without a network there is nothing to try."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "hatchling"]
    found = subprocess.run([*command, "--dest", str(tmp_path)], capture_output=True, check=False)
    return found.returncode == 0


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="pre-commit tries git repositories only")
def test_hooks_check_and_mend_what_is_staged(tmp_path: Path) -> None:
    assert shutil.which("git")
    if not reaches_the_index(tmp_path / "download") and "CI" not in os.environ:
        pytest.skip("no package index can be reached")
    project = tmp_path / "project"
    write(
        project,
        {
            "storagelint.toml": SETTINGS,
            "docs/storage/backend-order.md": BAD,
            "docs/storage/backend-stock.md": MENDABLE,
            "notes.md": BAD,
        },
    )
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    outcome = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "--all-files", "--verbose"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")},
    )
    told = outcome.stdout + outcome.stderr
    assert outcome.returncode == 1, told
    check, _, fix = told.rpartition("- hook id: storagelint-fix")
    assert (
        "docs/storage/backend-order.md:3:5: SL201 error: entity orders has no primary key" in check
    )
    assert "SL202" in check
    assert "notes.md" not in told
    assert "files were modified by this hook" in fix
    assert "Fixed 1 finding" in fix
    mended = (project / "docs/storage/backend-stock.md").read_text("utf-8")
    assert mended == MENDABLE.replace(", NULL", ", NOT NULL")
    assert (project / "docs/storage/backend-order.md").read_text("utf-8") == BAD
