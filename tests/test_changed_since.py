"""`check --changed-since` and `--staged`: what a change brings, and nothing else."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from conftest import Run, write

USERS = """# User Storage Design

### users

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
| email | VARCHAR(80) | UNIQUE, NOT NULL |

### logins

| Field | Type | Constraints |
| --- | --- | --- |
| at | TIMESTAMP | NOT NULL |
"""
ORDERS = """# Order Storage Design

### orders

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
| user_id | UUID | FK → users.id |
| total | NUMERIC(9, 2) | |
"""
SETTINGS = 'select = ["SL201", "SL301", "SL401", "SL111"]\n'
FILES = {
    "storagelint.toml": SETTINGS,
    "docs/storage/user.md": USERS,
    "docs/storage/order.md": ORDERS,
}


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(project: Path) -> Path:
    """A project whose two findings (SL201, SL401) are committed."""
    write(project, FILES)
    git(project, "init", "--quiet", "--initial-branch", "main")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "x")
    return project


def found(run: Run, *arguments: str, status: int = 1) -> list[tuple[str, int, str]]:
    outcome = run("check", "--output-format", "json", *arguments)
    assert outcome.status == status, outcome
    return [
        (each["path"], each["line"], each["code"])
        for each in json.loads(outcome.out)["diagnostics"]
    ]


def change(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text("utf-8")
    assert text.count(old) == 1
    (root / name).write_text(text.replace(old, new), "utf-8")


ALL = [("docs/storage/order.md", 8, "SL401"), ("docs/storage/user.md", 10, "SL201")]


def test_without_a_change_nothing_is_brought(repository: Path, run: Run) -> None:
    assert found(run) == ALL
    assert found(run, "--changed-since", "HEAD", status=0) == []
    assert found(run, "--staged", status=0) == []


def test_lines_that_moved_bring_nothing(repository: Path, run: Run) -> None:
    change(repository, "docs/storage/user.md", "### users", "Kept for ever.\n\n### users")
    assert found(run, "--changed-since", "HEAD", status=0) == []


def test_an_entity_that_is_renamed_breaks_what_refers_to_it(repository: Path, run: Run) -> None:
    change(repository, "docs/storage/user.md", "### users", "### people")
    assert found(run, "--changed-since", "HEAD") == [("docs/storage/order.md", 8, "SL301")]
    assert found(run, "--changed-since", "HEAD", "--no-cache", "docs/storage/order.md") == [
        ("docs/storage/order.md", 8, "SL301")
    ]


def test_an_entity_in_the_place_of_another_has_findings_of_its_own(
    repository: Path, run: Run
) -> None:
    old = USERS[USERS.index("### logins") :]
    new = "### visits\n\n| Name | Type | Rules |\n| :-- | --- | --- |\n| on | DATE | NOT NULL |\n"
    change(repository, "docs/storage/user.md", old, new)
    assert found(run, "--changed-since", "HEAD") == [("docs/storage/user.md", 10, "SL201")]


def test_an_entity_that_is_renamed_keeps_its_findings(repository: Path, run: Run) -> None:
    change(repository, "docs/storage/user.md", "### logins", "### visits")
    change(repository, "docs/storage/order.md", "### orders", "### purchases")
    assert found(run, "--changed-since", "HEAD", status=0) == []


def test_an_old_finding_in_a_changed_line_is_not_brought(repository: Path, run: Run) -> None:
    change(repository, "docs/storage/order.md", "FK → users.id |", "NOT NULL, FK → users.id |")
    assert found(run, "--changed-since", "HEAD", status=0) == []


def test_the_hooks_of_linked_worktrees(
    repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git tells its hooks where the repository is, and not where the worktree begins."""
    linked = repository.parent / "linked"
    git(repository, "worktree", "add", "--quiet", str(linked))
    change(linked, "docs/storage/order.md", "| id | UUID | PK |\n", "")
    git(linked, "add", "--all")
    monkeypatch.setenv("GIT_DIR", str(repository / ".git" / "worktrees" / "linked"))
    monkeypatch.chdir(linked / "docs")
    assert found(run, "--staged", "storage") == [("storage/order.md", 3, "SL201")]


def test_a_document_that_is_removed_breaks_what_refers_to_it(repository: Path, run: Run) -> None:
    (repository / "docs/storage/user.md").unlink()
    assert found(run, "--changed-since", "HEAD") == [("docs/storage/order.md", 8, "SL301")]


def test_a_new_document_brings_all_that_it_has(repository: Path, run: Run) -> None:
    write(repository, {"docs/storage/cart.md": USERS.replace("users", "carts")})
    assert found(run, "--changed-since", "main") == [("docs/storage/cart.md", 10, "SL201")]


def test_a_document_that_moves_brings_nothing(repository: Path, run: Run) -> None:
    git(repository, "mv", "docs/storage/user.md", "docs/storage/people.md")
    change(repository, "docs/storage/people.md", "VARCHAR(80)", "VARCHAR(90)")
    assert found(run, "--changed-since", "HEAD", status=0) == []


@pytest.mark.parametrize("name", ["zoo.md", "aaa.md"])
def test_an_entity_of_two_documents_is_the_same_finding_whichever_is_blamed(
    repository: Path, run: Run, name: str
) -> None:
    write(repository, {"storagelint.toml": 'select = ["SL205", "SL112"]\n'})
    write(repository, {"docs/storage/people.md": USERS, "docs/storage/team.md": USERS})
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "y")
    assert {code for _, _, code in found(run)} == {"SL205", "SL112"}
    git(repository, "mv", "docs/storage/user.md", f"docs/storage/{name}")
    assert found(run, "--changed-since", "HEAD", status=0) == []
    assert found(run, "--staged", status=0) == []
    write(repository, {"docs/storage/more.md": USERS})
    brought = found(run, "--changed-since", "HEAD")
    assert [code for _, _, code in brought] == ["SL205"] * len(brought)


def test_a_link_that_breaks_because_a_file_goes(repository: Path, run: Run) -> None:
    write(repository, {"docs/notes.txt": "x"})
    change(repository, "docs/storage/user.md", "### users", "[notes](../notes.txt)\n\n### users")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "y")
    assert found(run, "--changed-since", "HEAD", status=0) == []
    (repository / "docs/notes.txt").unlink()
    assert found(run, "--changed-since", "HEAD") == [("docs/storage/user.md", 3, "SL111")]


def test_only_what_is_staged_counts(repository: Path, run: Run) -> None:
    change(repository, "docs/storage/order.md", "| id | UUID | PK |\n", "")
    assert found(run, "--staged", status=0) == []
    git(repository, "add", "--all")
    change(repository, "docs/storage/order.md", "### orders", "### carts")
    assert found(run, "--staged") == [("docs/storage/order.md", 3, "SL201")]
    outcome = run("check", "--staged")
    assert "entity orders has no primary key" in outcome.out
    git(repository, "commit", "--quiet", "--message", "y")
    assert found(run, "--staged", status=0) == []


def test_a_file_that_is_not_merged_is_told(repository: Path, run: Run) -> None:
    git(repository, "checkout", "--quiet", "-b", "other")
    change(repository, "docs/storage/user.md", "VARCHAR(80)", "VARCHAR(90)")
    git(repository, "commit", "--quiet", "--all", "--message", "y")
    git(repository, "checkout", "--quiet", "main")
    change(repository, "docs/storage/user.md", "VARCHAR(80)", "VARCHAR(70)")
    git(repository, "commit", "--quiet", "--all", "--message", "z")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "other")
    assert ("docs/storage/user.md", 1, "SL001") in found(run, "--staged", status=2)
    told = "SL001 error: file is not merged: git has several versions of it\n"
    assert told in run("check", "--staged").out
    git(repository, "add", "--all")
    assert found(run, "--staged", "--select", "SL007") == [
        ("docs/storage/user.md", line, "SL007") for line in (8, 10, 12)
    ]


def test_staged_before_the_first_commit(project: Path, run: Run) -> None:
    write(project, FILES)
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    assert found(run, "--staged") == ALL


def test_a_branch_is_compared_with_where_it_began(repository: Path, run: Run) -> None:
    git(repository, "checkout", "--quiet", "-b", "feature")
    change(repository, "docs/storage/order.md", "| id | UUID | PK |\n", "")
    git(repository, "commit", "--quiet", "--all", "--message", "feature")
    git(repository, "checkout", "--quiet", "main")
    change(repository, "docs/storage/user.md", "| id | UUID | PK |\n", "")
    git(repository, "commit", "--quiet", "--all", "--message", "main")
    git(repository, "checkout", "--quiet", "feature")
    assert found(run, "--changed-since", "main") == [("docs/storage/order.md", 3, "SL201")]


def test_what_git_ignores_is_in_neither(repository: Path, run: Run) -> None:
    write(repository, {".gitignore": "docs/storage/old.md\n", "docs/storage/old.md": USERS})
    git(repository, "add", "--force", "--all")
    git(repository, "add", "--force", "docs/storage/old.md")
    git(repository, "commit", "--quiet", "--message", "y")
    change(repository, "docs/storage/user.md", "### users", "### people")
    assert found(run, "--changed-since", "HEAD") == [("docs/storage/order.md", 8, "SL301")]


def test_a_project_below_the_top_of_the_repository(project: Path, run: Run) -> None:
    write(project, {f"shop/{name}": text for name, text in FILES.items()})
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "x")
    change(project, "shop/docs/storage/user.md", "### users", "### people")
    assert found(run, "--changed-since", "HEAD", "shop") == [
        ("shop/docs/storage/order.md", 8, "SL301")
    ]


def test_what_cannot_be_read_is_always_told(repository: Path, run: Run) -> None:
    (repository / "docs/storage/bad.md").write_bytes(b"\xff")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "y")
    told = found(run, "--changed-since", "HEAD", status=2)
    assert told == [("docs/storage/bad.md", 1, "SL001")]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--changed-since", "nowhere"], "git knows no commit nowhere"),
        (["--changed-since", "--help"], "git knows no commit --help"),
        (["--changed-since", ""], "the revision is empty"),
        (["--changed-since", " "], "the revision is empty"),
        (["--changed-since", "HEAD^{tree}"], "git knows no commit HEAD^{tree}: "),
        (["--changed-since", "HEAD", "--staged"], "ask one"),
        (["--changed-since", "HEAD", "-"], "no earlier revision"),
    ],
)
def test_what_cannot_be_compared(
    repository: Path, run: Run, arguments: list[str], reason: str
) -> None:
    outcome = run("check", *arguments)
    assert outcome.status == 2
    assert reason in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("revision", ["HEAD~1", "main~2", "v1", "origin/x", "HEAD@{1}", "0" * 40])
def test_a_shallow_clone_is_named(
    repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, revision: str
) -> None:
    clone = tmp_path / "shallow"
    git(repository, "clone", "--quiet", "--depth", "1", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    outcome = run("check", "--changed-since", revision)
    assert outcome.status == 2
    hint = "(the clone is shallow: a greater fetch depth brings more)"
    assert outcome.err == f"storagelint: error: git knows no commit {revision} {hint}\n"


def test_a_project_without_git(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    write(project, FILES)
    outcome = run("check", "--staged")
    assert (outcome.status, "is in no git repository" in outcome.err) == (2, True)


def test_a_checkout_starts_no_programs(repository: Path, run: Run) -> None:
    """Its configuration and its attributes may name programs for git to run."""
    program = repository / "program"
    program.write_text("#!/bin/sh\ntouch ran\ncat\n", "utf-8")
    program.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "filter.x.smudge", "filter.x.clean"):
        git(repository, "config", key, str(program))
    write(repository, {".gitattributes": "*.md filter=x diff=x\n"})
    change(repository, "docs/storage/user.md", "### users", "### people")
    for arguments in (["--changed-since", "HEAD"], ["--staged"]):
        assert run("check", *arguments).status in (0, 1)
    assert not (repository / "ran").exists()
