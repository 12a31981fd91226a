"""A command imports what it needs, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import json, sys
from storagelint.cli import run
status = run(sys.argv[1:])
print("\\x00" + json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""
DESIGN = """# Harbour

### berths

| Field | Type | Constraints | Description |
| --- | --- | --- | --- |
| id | BIGINT | PRIMARY KEY | Which berth |
| length_m | INTEGER | NOT NULL, CHECK (length_m > 0) | The longest ship that fits |
"""
SELDOM = {
    "networkx",
    "pydantic",
    "rapidfuzz",
    "sqlglot",
    "storagelint.fixing",
    "storagelint.generating",
    "yaml",
}
"""What no check of a document without findings and SQL needs."""
CHECKING = {"markdown_it", "storagelint.markdown", "storagelint.reading"}
"""What only a check of a document that no earlier run knows needs."""


def _modules(folder: Path, *arguments: str) -> set[str]:
    """What is imported once a command is done."""
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    status, modules = json.loads(done.stderr.rpartition("\x00")[2])
    assert status == 0
    return {".".join(name.split(".")[:depth]) for name in modules for depth in (1, 2)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "design.md").write_text(DESIGN, "utf-8")
    return tmp_path


def test_a_check_imports_what_documents_have_a_use_for(folder: Path) -> None:
    found = _modules(folder, "check", "--no-cache", "design.md")
    assert found >= CHECKING
    assert found & SELDOM == set()


def test_a_check_of_what_is_known_reads_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORAGELINT_CACHE_DIR", str(folder / "cache"))
    _modules(folder, "check", "design.md")
    found = _modules(folder, "check", "design.md")
    assert found & (CHECKING | SELDOM | {"storagelint_rules", "storagelint.model"}) == set()


@pytest.mark.parametrize("argument", ["--version"])
def test_what_only_tells_of_the_program_loads_no_linter(folder: Path, argument: str) -> None:
    found = _modules(folder, argument)
    assert found & (CHECKING | SELDOM | {"storagelint_rules"}) == set()
