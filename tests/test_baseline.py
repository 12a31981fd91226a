"""The baseline: known findings stay known wherever they move, and new ones fail."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import Run, write
from hypothesis import given
from hypothesis import strategies as st

from storagelint.linting.baseline import BaselineError, parse
from storagelint.linting.fingerprint import Identity
from storagelint.reporting.baseline import render

NAME = "storagelint-baseline.json"
SETTING = f'baseline = "{NAME}"\n'
ENTITY = """### {number}. {name}

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
| price | FLOAT | NOT NULL |
| owner_id | UUID | FK → accounts.id |
"""


def document(names: list[str], *, blank_lines: int = 0) -> str:
    blocks = [ENTITY.format(number=number, name=name) for number, name in enumerate(names, 1)]
    return "# Ledger Storage Design\n" + "\n" * blank_lines + "\n" + "\n".join(blocks)


NAMES = [f"book{letter}{other}" for letter in "abcdefghi" for other in "klmnopqrs"]


@pytest.fixture
def ledger(project: Path, run: Run) -> Path:
    """A project of hundreds of findings that has adopted a baseline."""
    files = {
        f"docs/storage/backend-{part}.md": document(NAMES[part * 27 : part * 27 + 27])
        for part in range(3)
    }
    write(project, files)
    recorded = run("baseline")
    count = int(recorded.out.split()[1])
    assert count >= 250
    assert recorded.out == (
        f"Recorded {count} findings in {NAME}.\n"
        f'Put baseline = "{NAME}" into storagelint.toml, and check leaves them out.\n'
    )
    write(project, {"storagelint.toml": SETTING})
    return project


def test_after_a_baseline_only_new_findings_fail(ledger: Path, run: Run) -> None:
    outcome = run("check")
    assert (outcome.status, outcome.err) == (0, "")
    count = len(json.loads((ledger / NAME).read_text("utf-8"))["findings"])
    data = json.loads(run("check", "--output-format", "json").out)
    assert data["diagnostics"] == []
    assert data["summary"]["baselined"] >= count
    assert data["summary"]["suppressed"] == 0
    assert outcome.out == f"All checks passed ({data['summary']['baselined']} known).\n"
    assert run("check", "--no-baseline").status == 1


@pytest.mark.parametrize("seed", range(5))
def test_moved_lines_and_sections_are_known(ledger: Path, run: Run, seed: int) -> None:
    names = NAMES[:27]
    random.Random(seed).shuffle(names)
    write(ledger, {"docs/storage/backend-0.md": document(names, blank_lines=seed)})
    outcome = run("check")
    assert (outcome.status, outcome.err) == (0, "")


@pytest.mark.parametrize(
    "new", ["docs/storage/backend-9.md", "docs/storage/old/backend-2.md", "docs/storage/ledger.md"]
)
def test_a_document_that_is_moved_is_known(ledger: Path, run: Run, new: str) -> None:
    (ledger / new).parent.mkdir(exist_ok=True)
    (ledger / "docs/storage/backend-2.md").rename(ledger / new)
    outcome = run("check")
    assert (outcome.status, outcome.err) == (0, "")
    assert run("check", new).status == 0
    assert run("baseline", "--prune").out.startswith("storagelint-baseline.json lists the same ")
    assert f'"{new}"' in (ledger / "storagelint-baseline.json").read_text("utf-8")
    assert run("check").status == 0


def test_a_moved_document_with_a_new_defect_fails_with_it_alone(ledger: Path, run: Run) -> None:
    text = document(NAMES[54:81]).replace("| PK |\n", "| PK |\n| active | BOOLEAN | NULL |\n", 1)
    (ledger / "docs/storage/backend-2.md").unlink()
    write(ledger, {"docs/storage/backend-9.md": text})
    outcome = run("check", "-q")
    assert outcome.out == (
        f"docs/storage/backend-9.md:8:22: SL227 warning: boolean {NAMES[54]}.active may be null\n"
    )


def test_a_folder_that_is_renamed_is_known(ledger: Path, run: Run) -> None:
    (ledger / "docs/storage").rename(ledger / "docs/designs")
    (ledger / "docs/storage").mkdir()
    (ledger / "docs/designs").rename(ledger / "docs/storage/all")
    assert run("check").status == 0


def test_another_document_in_the_place_of_one_that_is_gone_is_new(ledger: Path, run: Run) -> None:
    (ledger / "docs/storage/backend-2.md").unlink()
    others = [f"{name}x" for name in NAMES[54:81]]
    write(ledger, {"docs/storage/backend-9.md": document(others)})
    found = json.loads(run("check", "--output-format", "json").out)["diagnostics"]
    assert len(found) >= 80


def test_of_two_documents_that_one_may_have_become_neither_is_known(ledger: Path, run: Run) -> None:
    (ledger / "docs/storage/backend-2.md").unlink()
    write(ledger, {f"docs/storage/backend-{at}.md": document(NAMES[54:81]) for at in (8, 9)})
    found = json.loads(run("check", "--output-format", "json").out)["diagnostics"]
    assert {each["path"] for each in found} == {
        "docs/storage/backend-8.md",
        "docs/storage/backend-9.md",
    }


def test_a_new_defect_fails_alone(ledger: Path, run: Run) -> None:
    text = document(NAMES[:27]).replace("| PK |\n", "| PK |\n| active | BOOLEAN | NULL |\n", 1)
    write(ledger, {"docs/storage/backend-0.md": text})
    outcome = run("check", "-q")
    assert outcome.status == 1
    assert outcome.out == (
        "docs/storage/backend-0.md:8:22: SL227 warning: boolean bookak.active may be null\n"
    )


def test_one_more_of_the_same_is_new(project: Path, run: Run) -> None:
    settings = SETTING + 'select = ["SL116"]'
    text = document(["orders"])
    write(project, {"docs/storage/a.md": text, "storagelint.toml": settings})
    run("baseline")
    write(project, {"docs/storage/a.md": document(["orders", "orders"])})
    (found,) = json.loads(run("check", "--output-format", "json").out)["diagnostics"]
    assert (found["code"], found["line"]) == ("SL116", 13)
    assert run("check").status == 1


def test_what_was_mended_is_stale_until_it_is_pruned(ledger: Path, run: Run) -> None:
    path = ledger / "docs/storage/backend-0.md"
    path.write_text(path.read_text("utf-8").replace("FLOAT", "NUMERIC(12, 2)", 2), "utf-8")
    outcome = run("check")
    assert outcome.status == 0
    assert outcome.err == (
        f"storagelint: warning: {NAME} lists 2 findings that are gone;"
        " storagelint baseline --prune takes them out\n"
    )
    assert run("check", "--select", "SL201").err == ""
    assert run("check", "docs/storage/backend-1.md").err == ""
    before = (ledger / NAME).read_text("utf-8").splitlines()
    assert run("baseline", "--prune").out.endswith(" (2 gone).\n")
    after = (ledger / NAME).read_text("utf-8").splitlines()
    assert len(before) - len(after) == 2
    assert set(after) < set(before)
    assert run("check").err == ""


def test_pruning_adds_nothing_and_recording_does(ledger: Path, run: Run) -> None:
    text = document([*NAMES[:27], "surprise"])
    write(ledger, {"docs/storage/backend-0.md": text})
    before = (ledger / NAME).read_bytes()
    assert "lists the same" in run("baseline", "--prune").out
    assert (ledger / NAME).read_bytes() == before
    assert " new)" in run("baseline").out
    assert run("check").status == 0


def test_recording_a_part_keeps_the_rest(ledger: Path, run: Run) -> None:
    before = (ledger / NAME).read_bytes()
    run("baseline", "docs/storage/backend-1.md")
    run("baseline", "--select", "SL226")
    assert (ledger / NAME).read_bytes() == before
    (ledger / "docs/storage/backend-2.md").unlink()
    assert " gone)" in run("baseline", "docs/storage/backend-1.md").out
    assert b"backend-2" not in (ledger / NAME).read_bytes()


def test_a_baseline_is_the_same_from_every_folder(
    ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ledger / "docs")
    assert run("check").status == 0
    assert run("check", "storage/backend-0.md").status == 0
    assert run("baseline").out.startswith(f"../{NAME} lists the same ")
    monkeypatch.chdir(ledger.parent)
    assert run("check", str(ledger / "docs/storage/backend-0.md")).status == 0


def test_what_was_not_read_is_never_known(project: Path, run: Run) -> None:
    write(project, {"docs/storage/a.md": "# A\n", "storagelint.toml": SETTING})
    (project / "docs/storage/b.md").write_bytes(b"\xff\xfe")
    outcome = run("baseline")
    assert outcome.status == 2
    assert "docs/storage/b.md:1:1: " in outcome.err
    assert "SL001" not in (project / NAME).read_text("utf-8")
    entry = {"path": "docs/storage/b.md", "code": "SL001", "count": 9}
    (project / NAME).write_text(json.dumps({"version": 1, "findings": [entry]}), "utf-8")
    assert run("check").status == 2


def test_fix_leaves_known_findings_alone(ledger: Path, run: Run) -> None:
    name = "docs/storage/backend-0.md"
    before = (ledger / name).read_text("utf-8")
    outcome = run("fix", name)
    assert (outcome.status, (ledger / name).read_text("utf-8")) == (0, before)
    said = re.fullmatch(
        r"Fixed nothing \((\d+) known findings left\)\.\nAll checks passed \((\d+) known\)\.\n",
        outcome.out,
    )
    assert said is not None
    assert 0 < int(said[1]) < int(said[2])
    preview = run("fix", "--diff", name)
    left = f"({said[1]} known findings left)"
    assert (preview.status, preview.err) == (0, f"Would fix nothing {left}.\n")

    columns = "| Field | Type | Constraints | Description |\n| --- | --- | --- | --- |\n"
    new = f"\n### pages\n\n{columns}| id | UUID | PK, {{}} | Page |\n"
    write(ledger, {name: before + new.format("NULL")})
    outcome = run("fix", "--select", "SL1,SL202", name)
    assert (ledger / name).read_text("utf-8") == before + new.format("NOT NULL")
    assert outcome.out.startswith(f"Fixed 1 finding in 1 file {left}.\n")
    assert "Fixed nothing" not in run("fix", "--no-baseline", name).out
    assert len((ledger / name).read_text("utf-8")) > len(before + new) + 500


def test_fix_heeds_a_baseline_that_is_given(ledger: Path, run: Run) -> None:
    (ledger / "storagelint.toml").write_text("", "utf-8")
    before = (ledger / "docs/storage/backend-0.md").read_bytes()
    assert "Fixed nothing (" in run("fix", "--baseline", NAME).out
    assert (ledger / "docs/storage/backend-0.md").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: expecting value"),
        ('{"version": 1,\n"findings": [\n<<<<<<< ours\n', ":3: expecting value"),
        ('{"version": 2, "findings": []}', ": is a baseline of version 2, not 1"),
        ("[]", ": is no baseline: it has no version and no list of findings"),
        ('{"version": 1, "findings": [{"path": "a", "code": "b"},\n 3]}', ":2: entry is no object"),
        ('{"version": 1, "findings": [\n\n{"path": "a"}]}', ":3: entry has no code"),
        ('{"version": 1, "findings": [\n{"code": 3}]}', ":2: code is not a text"),
        ('{"version": 1, "findings": [\n{"line": 3}]}', ":2: unknown key line"),
        (
            '{"version": 1, "findings": [{"path": "a", "code": "b", "count": true}]}',
            ":1: count is not a positive number",
        ),
        ('{"version": 1, "findings": [], "findings": [3]}', ": entry is no object"),
        ('{"version": 1, "findings": [4],\n"findings": [3]}', ": entry is no object"),
        ('{"version": 1, "find\\u0069ngs": [3]}', ": entry is no object"),
        ('{"version": "1", "findings": []}', ": is no baseline: its version is no whole number"),
        ('{"version": true, "findings": []}', ": is no baseline: its version is no whole number"),
        ('{"version": 1}', ": is no baseline: it has no version and no list of findings"),
        ("[" * 100_000, ": nests too deeply"),
        ('{"version": ' + "9" * 5_000 + "}", ": nests too deeply or holds a number"),
        ("\xff", ": is not UTF-8 at byte 0"),
    ],
)
def test_a_damaged_baseline_is_named(project: Path, run: Run, text: str, message: str) -> None:
    write(project, {"docs/storage/a.md": "# A\n", "storagelint.toml": SETTING})
    (project / NAME).write_bytes(text.encode("latin-1"))
    for command in ("check", "baseline", "fix"):
        outcome = run(command)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.startswith(f"storagelint: error: {NAME}{message}")
        assert len(outcome.err.splitlines()) == 1
    assert (project / NAME).read_bytes() == text.encode("latin-1")


def test_what_is_found_in_the_settings_that_are_named_is_recorded(project: Path, run: Run) -> None:
    files = {"docs/storage/a.md": document(["books"]), "cfg/s.toml": 'ignore = ["SL999"]\n'}
    write(project, files)
    options = ("--config", "cfg/s.toml", "--select", "SL006")
    assert run("check", *options).out.startswith("cfg/s.toml:1:12: SL006")
    assert run("baseline", *options).status == 0
    assert "cfg" not in (project / "cfg" / NAME).read_text("utf-8")
    outcome = run("check", *options, "--baseline", f"cfg/{NAME}")
    assert "SL006" not in outcome.out
    assert outcome.status == 0


def test_a_baseline_that_is_missing_or_outside_is_refused(project: Path, run: Run) -> None:
    write(project, {"docs/storage/a.md": "# A\n", "storagelint.toml": SETTING})
    missing = run("check")
    assert (missing.status, missing.out) == (2, "")
    assert missing.err == (
        f"storagelint: error: baseline {NAME} cannot be read: No such file or directory\n"
    )
    for path in ("../x.json", "/etc/x.json", "C:x.json"):
        write(project, {"storagelint.toml": f'baseline = "{path}"\n'})
        assert "baseline: path leaves the folder of the settings" in run("check").err
    target = project.parent / "outside.json"
    target.write_text("precious", "utf-8")
    (project / NAME).symlink_to(target)
    write(project, {"storagelint.toml": ""})
    outcome = run("baseline")
    assert outcome.status == 2
    assert f"baseline {NAME} is a link out of the project" in outcome.err
    assert target.read_text("utf-8") == "precious"


def test_no_secret_stands_in_a_baseline(project: Path, run: Run) -> None:
    text = (
        "# A\n\nSee [it](postgres://app:hunter2secret@db/x.md).\n\n[b](password=hunter2secret.md)\n"
    )
    write(project, {"docs/storage/a.md": text, "storagelint.toml": SETTING})
    run("baseline")
    assert "hunter2" not in (project / NAME).read_text("utf-8")
    assert run("check").status == 0


TEXTS = st.text(max_size=8)
IDENTITIES = st.builds(Identity, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)


@given(st.dictionaries(IDENTITIES, st.integers(1, 5), max_size=6))
def test_what_is_written_is_read_back(known: dict[Identity, int]) -> None:
    written = {each: count for each, count in known.items() if each.path and each.code}
    text = render(Counter(written))
    assert parse(text.encode("utf-8")) == written


def test_entries_stand_sorted_on_lines_of_their_own() -> None:
    known = Counter({Identity("b", "SL1"): 1, Identity("a", "SL2", "x"): 2})
    assert render(known) == (
        '{\n  "version": 1,\n  "findings": [\n'
        '    {"path": "a", "code": "SL2", "entity": "x", "count": 2},\n'
        '    {"path": "b", "code": "SL1"}\n  ]\n}\n'
    )
    assert parse(render(Counter()).encode()) == {}
    with pytest.raises(BaselineError, match="has 33,554,433 bytes, more than 33,554,432"):
        parse(b" " * (32 * 1024 * 1024 + 1))


def test_documents_outside_of_the_project_are_not_recorded(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"books.md": document(["books"]), "own/docs/storage/a.md": document(["pages"])})
    monkeypatch.chdir(tmp_path / "own")
    outcome = run("baseline", "../books.md")
    said = "storagelint: error: ../books.md is outside of the project\n"
    assert (outcome.status, outcome.out, outcome.err) == (2, "", said)
    assert not (tmp_path / "own" / NAME).exists()
    assert run("baseline", "docs").status == 0


def test_a_baseline_of_nothing_says_so(project: Path, run: Run) -> None:
    outcome = run("baseline")
    assert outcome.out.startswith(f"Recorded 0 findings in {NAME}.\n")
    assert "no documents found below .:" in outcome.err
