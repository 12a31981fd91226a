"""What git has of a project, and which findings a change of it brings."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write

from storagelint.history.brought import Moves, brought, lines_before, moved
from storagelint.history.git import GitError
from storagelint.history.repository import Repository
from storagelint.history.tree import Tree
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.source import Span

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Run git in an empty repository."""

    def run(*arguments: str) -> str:
        identity = (
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        )
        return subprocess.run(
            ["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout

    run("init", "--quiet")
    return run


def commit(git: Git, root: Path, files: dict[str, str]) -> str:
    write(root, files)
    git("add", "--all")
    git("commit", "--quiet", "--message", "x")
    return git("rev-parse", "HEAD").strip()


def test_the_files_of_a_commit_and_of_the_index(git: Git, tmp_path: Path) -> None:
    old = commit(git, tmp_path, {"docs/a b.md": "one\n", "docs/ü.md": "two\n", "c.md": "three\n"})
    write(tmp_path, {"docs/a b.md": "staged\n"})
    git("add", "--all")
    write(tmp_path, {"docs/a b.md": "neither\n", "new.md": "untracked\n"})
    repository = Repository.around(tmp_path / "docs")
    tree = Tree(tmp_path, repository, repository.tree(old))
    assert sorted(tree.blobs) == ["c.md", "docs/a b.md", "docs/ü.md"]
    assert tree.bytes_of("docs/a b.md") == b"one\n"
    assert tree.bytes_of("new.md") is None
    staged = Tree(tmp_path, repository, repository.index())
    assert staged.bytes_of("docs/a b.md") == b"staged\n"
    assert staged.holds("docs/ü.md", b"two\n")
    assert not staged.holds("docs/a b.md", b"neither\n")
    inner = Tree(tmp_path / "docs", repository, repository.tree(old))
    assert sorted(inner.blobs) == ["a b.md", "ü.md"]


def test_a_tree_answers_like_a_disk(git: Git, tmp_path: Path) -> None:
    old = commit(
        git,
        tmp_path,
        {"docs/x/a.md": "# A\n", "b.md": "b"},
    )
    (tmp_path / "docs" / "x" / "a.md").unlink()
    tree = Tree(tmp_path, Repository(tmp_path), Repository(tmp_path).tree(old))
    assert tree.exists("docs/x")
    assert tree.exists("docs/./x/a.md")
    assert not tree.exists("docs/y")
    assert tree.is_file("b.md")
    assert not tree.is_file("docs")
    assert [tuple(each) for each in tree.entries("docs", "docs")] == [("x", False, True)]
    assert [each.name for each in tree.entries("", "")] == ["b.md", "docs"]
    source = tree.source("docs/x/a.md")
    assert source is not None
    assert source.text == "# A\n"
    assert tree.source("docs") is None
    assert tree.mark("docs/x/a.md") != tree.mark("b.md") != ""


def test_the_fork_is_where_the_histories_part(git: Git, tmp_path: Path) -> None:
    start = commit(git, tmp_path, {"a.md": "a"})
    git("checkout", "--quiet", "-b", "feature")
    commit(git, tmp_path, {"b.md": "b"})
    git("checkout", "--quiet", "main")
    commit(git, tmp_path, {"c.md": "c"})
    git("checkout", "--quiet", "feature")
    assert Repository(tmp_path).fork("main") == start


@pytest.mark.parametrize("revision", ["nowhere", "--help", "-x", "HEAD~99", "a b"])
def test_a_revision_that_is_none(git: Git, tmp_path: Path, revision: str) -> None:
    commit(git, tmp_path, {"a.md": "a"})
    with pytest.raises(GitError, match="knows no commit"):
        Repository(tmp_path).fork(revision)


def test_a_folder_in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitError, match="is in no git repository"):
        Repository.around(tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="not installed"):
        Repository.around(tmp_path)


def finding(line: int, message: str = "m", code: str = "SL401", **more: str) -> Diagnostic:
    path = more.pop("path", "a.md")
    return Diagnostic(
        code,
        "name",
        Severity.WARNING,
        message,
        path,
        Span(line, 1, line, 2),
        **more,  # type: ignore[arg-type]
    )


def test_findings_in_lines_that_only_moved_are_known() -> None:
    old, new = ["a", "b", "c"], ["new", "a", "b", "c"]
    change = Moves({"a.md": lines_before(old, new)})
    before = [finding(2, "field a.b has no index")]
    after = [finding(1, "field a.n has no index"), finding(3, "field z.b has no index")]
    assert brought(before, after, change) == after[:1]


def test_a_section_that_moved_brings_nothing() -> None:
    change = Moves({"a.md": lines_before(["a", "b", "x"], ["x", "a", "b"])})
    assert brought([finding(3)], [finding(1)], change) == []


def test_each_known_finding_stands_for_one() -> None:
    change = Moves({"a.md": {}})
    before = [finding(5, "m", entity="a", field="b")]
    after = [finding(7, "n", entity="a", field="b"), finding(9, "o", entity="a", field="b")]
    assert brought(before, after, change) == after[1:]


def test_what_an_unchanged_file_gains_is_brought() -> None:
    after = [finding(4, "orders.user_id references users, which is not defined", path="b.md")]
    assert brought([], after, Moves()) == after


def test_a_file_that_moved_is_the_same_file() -> None:
    old = {"old.md": ["# A", "", "one", "two", "three"]}
    new = {"new.md": ["# A", "", "one", "two", "3"], "other.md": ["# B"]}
    names = moved(old, new)
    assert names == {"new.md": "old.md"}
    change = Moves({"new.md": lines_before(old["old.md"], new["new.md"])}, names)
    assert brought([finding(3, path="old.md")], [finding(3, path="new.md")], change) == []


def test_one_line_takes_the_place_of_another() -> None:
    assert lines_before(["a", "b", "c"], ["a", "B", "c"]) == {1: 1, 2: 2, 3: 3}
    assert lines_before(["a", "b", "c", "d"], ["a", "B", "C", "d"]) == {1: 1, 4: 4}
    assert lines_before(["a", "b", "c"], ["a", "B", "BB", "c"]) == {1: 1, 4: 3}
