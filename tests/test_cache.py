"""What an earlier run found is used again, and never when anything that it rests on has changed."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from conftest import ROOT, SHOP, Run, write

from storagelint import reading
from storagelint.linting.cache import FILE, FOLDER, Cache, default_folder
from storagelint.linting.installed import folders_mark
from storagelint.linting.rule import Diagnostic, Edit, Fix, NewFile, Safety, Severity, Together
from storagelint.linting.shelf import Shelf
from storagelint.linting.stored import (
    answers_from_data,
    answers_to_data,
    finding_from_data,
    finding_to_data,
    head_from_data,
    head_to_data,
    suppression_from_data,
    suppression_to_data,
)
from storagelint.linting.suppression import Suppression
from storagelint.model import Document, Head, Project, Question
from storagelint.source import Span

USERS = "# Users\n\n### users\n\n| Field | Type |\n|---|---|\n| id | UUID PRIMARY KEY |\n"
ORDERS = (
    "# Orders\n\nSee [the users](users.md).\n\n### orders\n\n| Field | Type | Constraints |\n"
    "|---|---|---|\n| id | UUID | PRIMARY KEY |\n| user_id | UUID | FK → users.id |\n"
)
FILES = {"docs/storage/users.md": USERS, "docs/storage/orders.md": ORDERS}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the documents that are read from now on."""
    seen: list[str] = []
    read = reading.read

    def spy(*arguments: object, **named: object) -> object:
        seen.append(str(named["path"]))
        return read(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", spy)
    return seen


@pytest.fixture
def shop(project: Path) -> Path:
    """A copy of the example project, which is also the working folder."""
    shutil.copytree(SHOP, project, dirs_exist_ok=True)
    return project


def test_what_has_not_changed_is_not_read_again(shop: Path, run: Run, reads: list[str]) -> None:
    first = run("check")
    assert len(set(reads)) == 3
    reads.clear()
    assert run("check") == first
    assert reads == []


def test_one_changed_document_is_read_alone(shop: Path, run: Run, reads: list[str]) -> None:
    run("check")
    reads.clear()
    changed = shop / "docs" / "storage" / "backend-order.md"
    changed.write_text(changed.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    warm = run("check")
    assert set(reads) == {"docs/storage/backend-order.md"}
    assert warm == run("check", "--no-cache")


@pytest.mark.parametrize("command", [["baseline"], ["fix", "--select", "SL201"]])
def test_every_command_knows_what_a_check_has_found(
    shop: Path, run: Run, reads: list[str], command: list[str]
) -> None:
    run("check")
    reads.clear()
    run(*command)
    assert reads == []


@pytest.mark.parametrize("name", ["shop", "library", "conductor"])
def test_a_fix_is_the_same_with_the_cache(project: Path, run: Run, name: str) -> None:
    shutil.copytree(ROOT / "fixtures" / "projects" / name, project, dirs_exist_ok=True)
    cold = run("fix", "--unsafe", "--diff")
    run("check")
    assert run("fix", "--unsafe", "--diff") == cold


def test_a_check_knows_what_a_baseline_has_found(shop: Path, run: Run, reads: list[str]) -> None:
    run("baseline")
    reads.clear()
    assert run("check").status == 1
    assert reads == []


def test_without_the_cache_all_is_read_again(project: Path, run: Run, reads: list[str]) -> None:
    write(project, FILES)
    run("check")
    run("check", "--no-cache")
    assert sorted(reads) == sorted([*FILES, *FILES])


@pytest.mark.parametrize(
    "options",
    [
        ["--output-format", "json"],
        ["--output-format", "sarif"],
        ["--output-format", "gitlab"],
        ["--output-format", "junit"],
        ["--output-format", "markdown"],
        ["--output-format", "github"],
        ["--explain"],
        ["--statistics"],
        ["--no-ignores"],
        ["--pedantic"],
        ["--min-severity", "error"],
        ["--select", "SL2,SL005"],
        ["docs/storage/backend-order.md"],
    ],
    ids=" ".join,
)
def test_16_all_output_is_the_same_with_the_cache(shop: Path, run: Run, options: list[str]) -> None:
    document = shop / "docs" / "storage" / "backend-order.md"
    text = "<!-- storagelint: ignore SL201, SL999 why -->\n" + document.read_text("utf-8")
    document.write_text(text, "utf-8")
    without = run("check", "--no-cache", *options)
    run("check")
    assert run("check", *options) == without
    assert run("check", *options) == without


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text("utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new), "utf-8")

    return change


def add(path: str, text: str) -> Callable[[Path], None]:
    return lambda folder: write(folder, {path: text})


def remove(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "an entity of another document is gone": (
        edit("docs/storage/users.md", "### users", "### people"),
        "users, which is not defined",
    ),
    "a document that a link leads to is gone": (remove("docs/storage/users.md"), "users.md does"),
    "another document defines the entity too": (
        add("docs/storage/old.md", ORDERS.replace("users", "people").replace("Orders", "Old")),
        "entity orders is also defined in docs/storage/old.md",
    ),
    "an architecture comes that does not list the systems": (
        add(
            "docs/architecture.md",
            "# A\n\n## System List\n\n| System | Type |\n|---|---|\n| web | Backend |\n",
        ),
        "users is no backend system",
    ),
    "settings give a rule another weight": (
        add("storagelint.toml", '[severity]\nSL101 = "info"\n'),
        "info: heading Core Entities is missing",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_16_no_finding_is_stale(project: Path, run: Run, name: str) -> None:
    change, expected = CHANGES[name]
    write(project, FILES)
    before = run("check", "--min-severity", "info")
    assert expected not in before.out
    change(project)
    after = run("check", "--min-severity", "info")
    assert expected in after.out
    assert after == run("check", "--min-severity", "info", "--no-cache")


def test_a_named_document_knows_of_changes_in_documents_that_are_not_named(
    project: Path, run: Run
) -> None:
    write(project, FILES)
    assert "not defined" not in run("check", "docs/storage/orders.md").out
    edit("docs/storage/users.md", "### users", "### people")(project)
    assert "users, which is not defined" in run("check", "docs/storage/orders.md").out
    edit("docs/storage/users.md", "### people", "### users")(project)
    assert "not defined" not in run("check", "docs/storage/orders.md").out


def test_16_after_any_change_the_cache_says_what_a_new_run_says(project: Path, run: Run) -> None:
    shutil.copytree(SHOP, project, dirs_exist_ok=True)
    shutil.copytree(ROOT / "fixtures" / "projects" / "conductor", project, dirs_exist_ok=True)
    choose = random.Random(7)
    kept = {path: path.read_bytes() for path in sorted(project.rglob("*.*")) if path.is_file()}
    for step in range(40):
        path = choose.choice(sorted(kept))
        lines = kept[path].splitlines(keepends=True)
        match choose.choice(["remove", "restore", "cut", "copy"]):
            case "remove":
                path.unlink(missing_ok=True)
            case "restore":
                path.write_bytes(kept[path])
            case "cut":
                at = choose.randrange(len(lines) + 1)
                path.write_bytes(b"".join(lines[:at]))
            case _:
                path.with_name(f"copy-{path.name}").write_bytes(kept[path])
        assert run("check") == run("check", "--no-cache"), (step, path)


def test_new_code_of_a_rule_is_seen(
    project: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, FILES)
    run("check")
    from storagelint.linting import installed

    marks = iter(["one", "two"])
    monkeypatch.setattr(installed, "_files", lambda _folder: iter([next(marks, "three")]))
    seen: list[str] = []
    read = reading.read

    def spy(*arguments: object, **named: object) -> object:
        seen.append(str(named["path"]))
        return read(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read", spy)
    run("check")
    assert sorted(seen) == sorted(FILES)


def test_the_mark_of_code_changes_with_every_file(tmp_path: Path) -> None:
    write(tmp_path, {"a/rule.py": "1", "b.toml": "2", "__pycache__/c.pyc": "3"})
    before = folders_mark([str(tmp_path)])
    write(tmp_path, {"__pycache__/c.pyc": "other"})
    assert folders_mark([str(tmp_path)]) == before
    write(tmp_path, {"a/rule.py": "10"})
    assert folders_mark([str(tmp_path)]) != before


def test_data_in_markdown_counts_as_code_and_pages_of_rules_do_not(tmp_path: Path) -> None:
    write(tmp_path, {"rule.py": "1", "rule.md": "page", "conductor/product.md": "data"})
    before = folders_mark([str(tmp_path)])
    write(tmp_path, {"rule.md": "longer page"})
    assert folders_mark([str(tmp_path)]) == before
    write(tmp_path, {"conductor/product.md": "other data"})
    assert folders_mark([str(tmp_path)]) != before


def test_links_that_lead_nowhere_or_back_are_in_nobodys_way(tmp_path: Path) -> None:
    write(tmp_path, {"pack/rule.py": "1", "pack/inner/other.py": "2"})
    (tmp_path / "pack/dangling.py").symlink_to(tmp_path / "gone.py")
    (tmp_path / "pack/inner/back").symlink_to(tmp_path / "pack")
    before = folders_mark([str(tmp_path / "pack")])
    write(tmp_path, {"gone.py": "come"})
    assert folders_mark([str(tmp_path / "pack")]) != before


def lose(file: Path) -> None:
    file.unlink()


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def garble(file: Path) -> None:
    file.write_bytes(b"\x80garbage" * 2000)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for at in range(200, len(data), 97):
        data[at] ^= 0x20
    file.write_bytes(data)


def fold_in(file: Path) -> None:
    file.unlink()
    file.mkdir()


def forge(file: Path) -> None:
    database = sqlite3.connect(file)
    with database:
        database.execute("UPDATE entry SET data = '[[[]]]'")
    database.close()


def other_table(file: Path) -> None:
    file.unlink()
    database = sqlite3.connect(file)
    with database:
        database.execute("CREATE TABLE entry (key, other)")
    database.close()


@pytest.mark.parametrize(
    "damage", [lose, truncate, garble, empty, flip, fold_in, forge, other_table]
)
def test_a_damaged_cache_is_ignored_without_a_word(
    shop: Path, run: Run, cache_folder: Path, damage: Callable[[Path], None]
) -> None:
    sound = run("check")
    damage(cache_folder / FILE)
    assert run("check") == sound
    assert run("check") == sound


@pytest.mark.parametrize("place", ["file", "nowhere", "read-only"])
def test_a_folder_that_cannot_be_used_is_ignored(
    shop: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    sound = run("check", "--no-cache")
    folder = tmp_path / "cache"
    match place:
        case "file":
            folder.write_text("no folder", "utf-8")
        case "nowhere":
            folder = Path("/proc/none/cache")
        case _:
            folder.mkdir(mode=0o500)
    monkeypatch.setenv("STORAGELINT_CACHE_DIR", str(folder))
    assert run("check") == sound


def test_a_user_without_a_home_folder_has_no_cache(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"docs/storage/users.md": USERS})
    wanted = run("check", "--no-cache")

    def no_home(*_: object, **__: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv(FOLDER)
    monkeypatch.setattr("platformdirs.user_cache_path", no_home)
    assert run("check") == wanted
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache"))
    assert run("check") == wanted
    assert default_folder() is None
    assert not (project / "~").exists()


def test_a_damaged_file_is_closed_before_it_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {FILE: "garbage" * 2000})
    cache = Cache(tmp_path)
    database, closed = cache._database, []

    def unlink(_: Path) -> None:
        assert database is not None
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            database.execute("SELECT 1")
        closed.append(True)

    monkeypatch.setattr(Path, "unlink", unlink)
    assert cache.get("key", str) is None
    assert closed == [True]


def test_a_cache_that_another_run_holds_is_ignored(
    shop: Path, run: Run, cache_folder: Path
) -> None:
    sound = run("check")
    database = sqlite3.connect(cache_folder / FILE, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    assert run("check") == sound
    database.execute("ROLLBACK")
    database.close()


def test_nothing_is_written_into_the_project(shop: Path, run: Run, cache_folder: Path) -> None:
    before = sorted(shop.rglob("*"))
    run("check")
    assert sorted(shop.rglob("*")) == before
    assert [path.name for path in cache_folder.iterdir()] == [FILE]


def test_the_least_used_half_goes_when_the_cache_is_too_large(tmp_path: Path) -> None:
    cache = Cache(tmp_path, most_bytes=50_000)
    for number in range(100):
        cache.put(f"old {number}", "x" * 1000)
    cache.save()
    left = [number for number in range(100) if cache.get(f"old {number}", str)]
    assert 40 <= len(left) <= 60
    assert (tmp_path / FILE).stat().st_size < 100_000
    cache.close()


def test_what_cannot_be_checked_is_checked_again(project: Path, run: Run) -> None:
    write(project, FILES)
    (project / "docs/storage/bad.md").write_bytes(b"\xff\n")
    assert run("check").status == 2
    (project / "docs/storage/bad.md").write_bytes(b"text\n")
    assert run("check").status != 2


def test_a_finding_is_stored_with_all_that_it_carries() -> None:
    fix = Fix(
        "Mend it",
        (Edit(Span(1, 2, 3, 4), "é\n", 5),),
        Safety.UNSAFE,
        (NewFile("a/b.md", "\udc80"),),
    )
    finding = Diagnostic(
        "SL1",
        "name",
        Severity.INFO,
        "text",
        "\udcff.md",
        Span(5, 6, 7, 8),
        "e",
        "f",
        fix,
        ("a",),
        Together(3, "{count} of {first}", "Mend them"),
        2,
    )
    for stored in (finding, Diagnostic("SL1", "n", Severity.ERROR, "t", "p", Span(1, 1, 1, 1))):
        again = finding_from_data(finding_to_data(stored))
        assert again == stored
    plain = Diagnostic("", "", Severity.ERROR, "", "", Span(0, 0, 0, 0))
    assert all(
        getattr(finding, each.name) != getattr(plain, each.name) for each in fields(Diagnostic)
    )
    bare = Fix("", (Edit(Span(0, 0, 0, 0), ""),))
    assert all(getattr(fix, each.name) != getattr(bare, each.name) for each in fields(Fix))
    assert all(
        getattr(fix.edits[0], each.name) != getattr(bare.edits[0], each.name)
        for each in fields(Edit)
    )


def test_heads_suppressions_and_answers_are_stored_whole() -> None:
    head = Head("p", "storage", "s", True, ("a",), ("i",), ("m",), "mark")
    assert head_from_data(head_to_data(head), "p", "mark") == head
    suppression = Suppression(Span(1, 2, 3, 4), ("SL1",), "why", 5, 6)
    assert suppression_from_data(suppression_to_data(suppression)) == suppression
    answers = {Question("entries", "a", "b"): "c", Question("heads"): "d"}
    assert answers_from_data(answers_to_data(answers)) == answers


def test_folders_are_read_anew_when_documents_come(tmp_path: Path) -> None:
    seen: list[int] = []

    def read_conductors(project: Project) -> tuple[()]:
        seen.append(len(project.heads))
        return ()

    def read(path: str) -> Document:
        raise AssertionError(path)

    shelf = Shelf((Head("a.md"),), read, tmp_path, read_conductors=read_conductors)
    for heads in ((), (Head("a.md"),), (Head("b.md"),)):
        shelf.learn(heads)
        assert shelf.conductors == ()
    assert seen == [1, 2]


def test_what_is_known_needs_no_reader_and_no_rules(shop: Path) -> None:
    """Loading them takes most of the time of a short run."""
    program = (
        "import sys; from storagelint.cli import run; run(['check']);"
        "print(*(name for name in sys.modules if name.startswith('storagelint')), file=sys.stderr)"
    )
    command = [sys.executable, "-c", program]
    subprocess.run(command, capture_output=True, check=True)
    loaded = subprocess.run(command, capture_output=True, check=True, text=True).stderr.split()
    assert "storagelint.linting.run" in loaded
    heavy = (
        "storagelint.model",
        "storagelint.reading",
        "storagelint.markdown",
        "storagelint_rules",
    )
    assert [name for name in loaded if name.startswith(heavy)] == []
