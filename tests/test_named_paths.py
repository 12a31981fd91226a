"""What is found of a project is the same whatever paths of it are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, write

USERS = """# {name} Storage Design

### users

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
| email | VARCHAR(255) | UNIQUE, NOT NULL |
| tier | VARCHAR(16) | NOT NULL |
"""
FIRST, SECOND = "docs/storage/backend-a.md", "docs/storage/backend-b.md"


@pytest.fixture
def adopted(project: Path, run: Run) -> Path:
    """Two designs that define one table, without an architecture; all that is found is known."""
    write(project, {FIRST: USERS.format(name="A"), SECOND: USERS.format(name="B")})
    write(project, {"storagelint.toml": 'baseline = "storagelint-baseline.json"\n'})
    assert {"SL112", "SL205"} <= codes(run("check", "--no-baseline").out)
    run("baseline")
    return project


def codes(out: str) -> set[str]:
    return {word for line in out.splitlines() for word in line.split() if word[:2] == "SL"}


@pytest.mark.parametrize("path", [FIRST, SECOND])
def test_a_file_of_an_adopted_project_has_nothing_new(adopted: Path, run: Run, path: str) -> None:
    outcome = run("check", path)
    assert (outcome.status, outcome.err) == (0, "")
    assert "All checks passed" in outcome.out


@pytest.mark.parametrize("path", [FIRST, SECOND])
def test_pruning_a_file_keeps_what_rests_on_all(adopted: Path, run: Run, path: str) -> None:
    before = (adopted / "storagelint-baseline.json").read_bytes()
    run("baseline", "--prune", path)
    assert (adopted / "storagelint-baseline.json").read_bytes() == before


def test_the_cache_of_all_documents_is_none_of_a_named_one(project: Path, run: Run) -> None:
    write(project, {FIRST: USERS.format(name="A")})
    for _ in range(2):
        assert "SL112" in codes(run("check").out)
        assert "SL112" not in codes(run("check", FIRST).out)


@pytest.mark.parametrize("folder", [".", "docs", "docs/storage"])
def test_a_folder_of_all_designs_is_the_whole_project(adopted: Path, run: Run, folder: str) -> None:
    whole = run("check", "--no-baseline").out
    assert run("check", "--no-baseline", folder).out == whole


def test_a_comment_for_what_was_not_asked_is_not_called_unused(project: Path, run: Run) -> None:
    comment = "<!-- storagelint: ignore-file SL112 nobody wrote one -->\n\n"
    write(project, {FIRST: comment + USERS.format(name="A")})
    for paths in ((), (FIRST,)):
        assert "SL005" not in codes(run("check", *paths).out)


def test_the_architecture_is_spoken_of_where_it_is_named(project: Path, run: Run) -> None:
    table = "## System List\n\n| System | Type |\n| --- | --- |\n| Backend C | backend |\n"
    write(project, {FIRST: USERS.format(name="A"), "docs/architecture.md": f"# A\n\n{table}"})
    assert "SL114" in codes(run("check").out)
    assert "SL114" in codes(run("check", "docs/architecture.md").out)
    assert "SL114" not in codes(run("check", FIRST).out)
