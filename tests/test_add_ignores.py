"""`check --add-ignores`: all findings are silenced, and nothing else in the documents changes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, write
from hypothesis import given
from hypothesis import strategies as st

from storagelint.fixing.ignores import told
from storagelint.kinds import builtin_kinds
from storagelint.linting.suppress import comment, suppressions
from storagelint.markdown import parse
from storagelint.reading import read
from storagelint.source import from_text

READING = sorted((ROOT / "fixtures" / "reading").glob("*.md"))
BASES = sorted((ROOT / "fixtures" / "mutations" / "base").rglob("*.md"))
REASON = "known since 2020"
COMMENT = re.compile(
    r"^<!-- storagelint: ignore(-file)? [A-Z0-9, ]+ known since 2020 -->\r?\n", re.M
)


def add(run: Run, *arguments: str) -> str:
    """Add comments; what is said of it."""
    outcome = run("check", "--add-ignores", REASON, *arguments)
    assert (outcome.status, outcome.out[:17]) == (0, "All checks passed"), outcome
    return outcome.err


def facts(text: str) -> Any:
    return told(read(from_text(text), path="a.md", kind=builtin_kinds()["generic"]))


@pytest.mark.parametrize("file", [*READING, *BASES], ids=lambda file: file.stem)
def test_nothing_is_found_and_nothing_else_has_changed(project: Path, run: Run, file: Path) -> None:
    shutil.copy(file, project / "docs.md")
    before = (project / "docs.md").read_bytes()
    found = run("check", "docs.md", "--pedantic")
    said = add(run, "docs.md", "--pedantic")
    after = (project / "docs.md").read_bytes()
    again = run("check", "docs.md", "--pedantic", "--fail-on", "info")
    assert (again.status, "SL005" in again.out) == (0, False), again.out
    assert COMMENT.sub("", after.decode("utf-8")).encode("utf-8") == before
    assert facts(after.decode("utf-8")) == facts(before.decode("utf-8"))
    assert (after == before) == found.out.startswith("All checks passed")
    assert (said == "Wrote 0 comments into 0 files.\n") == (after == before)
    assert add(run, "docs.md", "--pedantic") == "Wrote 0 comments into 0 files.\n"
    assert (project / "docs.md").read_bytes() == after


def test_a_project_is_silenced(project: Path, run: Run) -> None:
    shutil.copytree(ROOT / "fixtures" / "projects" / "shop", project, dirs_exist_ok=True)
    assert run("check").status == 1
    assert " comments into " in add(run)
    assert run("check", "--fail-on", "info").status == 0
    assert run("check", "--no-ignores").status == 1


TABLE = "| Field | Type | Constraints |\n| --- | --- | --- |\n| id | UUID | PK |\n"
DESIGN = f"""# Ledger

## orders

{TABLE}| price | FLOAT | |
| vip | BOOLEAN | NULL |
"""


def test_findings_of_a_block_share_a_comment_above_it(project: Path, run: Run) -> None:
    write(project, {"a.md": DESIGN})
    said = add(run, "a.md", "--select", "SL226,SL227")
    assert said == "Wrote 1 comment into 1 file.\n"
    text = "<!-- storagelint: ignore SL226, SL227 known since 2020 -->\n"
    assert (project / "a.md").read_text("utf-8") == DESIGN.replace(TABLE, text + TABLE)


def test_a_finding_of_the_document_is_ignored_for_the_file(project: Path, run: Run) -> None:
    text = f"---\nkind: storage\n---\n{DESIGN}"
    write(project, {"a.md": text})
    add(run, "a.md", "--select", "SL101")
    expected = "---\n<!-- storagelint: ignore-file SL101 known since 2020 -->\n# Ledger\n"
    assert (project / "a.md").read_text("utf-8") == text.replace("---\n# Ledger\n", expected)


def test_a_reason_that_is_taken_for_one_of_the_design_stands_elsewhere(
    project: Path, run: Run
) -> None:
    table = "| Storage Type | Technology |\n| --- | --- |\n| Primary | PostgreSQL |\n"
    text = f"# A Storage Design\n\n## 1. Storage Selection\n\n{table}"
    write(project, {"docs/storage/a.md": text})
    assert run("check", "--select", "SL118").status == 1
    outcome = run("check", "--select", "SL118", "--add-ignores", "because it scales")
    assert (outcome.status, "SL005" in outcome.out) == (0, False)
    assert run("check", "--select", "SL118", "--fail-on", "info").status == 0
    made = "<!-- storagelint: ignore SL118 because it scales -->\n"
    assert (project / "docs/storage/a.md").read_text("utf-8") == text.replace("## ", f"{made}## ")


def test_only_what_is_asked_for_is_silenced(project: Path, run: Run) -> None:
    write(project, {"a.md": DESIGN, "storagelint.toml": 'baseline = "known.json"'})
    run("baseline", "--baseline", "known.json", "--select", "SL226", "a.md")
    add(run, "a.md", "--min-severity", "warning")
    text = (project / "a.md").read_text("utf-8")
    assert "SL227" in text
    assert "SL226" not in text
    assert run("check", "a.md", "--no-baseline", "--select", "SL226").status == 1


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf%s", b"%s"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_bytes_stay(project: Path, run: Run, data: bytes, newline: bytes) -> None:
    before = data.replace(b"%s", DESIGN.encode().replace(b"\n", newline).rstrip(newline))
    (project / "a.md").write_bytes(before)
    add(run, "a.md", "--select", "SL226")
    line = f"<!-- storagelint: ignore SL226 {REASON} -->".encode() + newline
    after = (project / "a.md").read_bytes()
    assert after.count(line) == 1
    assert after.replace(line, b"") == before


def test_a_file_that_takes_no_comments_is_told(project: Path, run: Run) -> None:
    shutil.copytree(ROOT / "fixtures" / "projects" / "conductor", project, dirs_exist_ok=True)
    metadata = next(project.rglob("metadata.json"))
    metadata.write_text(
        metadata.read_text("utf-8").replace('"status": "', '"status": "un'), "utf-8"
    )
    outcome = run("check", "--add-ignores", REASON)
    assert outcome.status == 1
    assert f"{metadata.relative_to(project).as_posix()} takes no comments, " in outcome.err
    assert all("metadata.json:" in line for line in outcome.out.splitlines()[:-1])
    assert "storagelint" not in metadata.read_text("utf-8")


def test_what_cannot_be_written_exits_2(project: Path, run: Run) -> None:
    write(project, {"a.md": DESIGN})
    (project / "a.md").chmod(0o400)
    outcome = run("check", "a.md", "--add-ignores", REASON)
    assert outcome.status == 2
    assert "a.md: file is read-only" in outcome.err
    assert "Wrote 0 comments into 0 files; 1 could not be written." in outcome.err
    assert "SL226" in outcome.out


def test_what_was_written_is_counted(project: Path, run: Run) -> None:
    write(project, {"a.md": DESIGN, "b.md": DESIGN})
    (project / "a.md").chmod(0o400)
    run("check", "a.md", "b.md", "--add-ignores", REASON)
    outcome = run("check", "a.md", "b.md", "--add-ignores", REASON)
    written = len(COMMENT.findall((project / "b.md").read_text("utf-8")))
    assert written > 0
    assert "Wrote 0 comments into 0 files; 1 could not be written." in outcome.err


@pytest.mark.parametrize("reason", ["", "  ", "\n\x00"])
def test_a_reason_is_needed(project: Path, run: Run, reason: str) -> None:
    write(project, {"a.md": DESIGN})
    outcome = run("check", "a.md", "--add-ignores", reason)
    assert (outcome.status, outcome.err) == (
        2,
        "storagelint: error: --add-ignores needs a reason\n",
    )
    piped = run("check", "-", "--add-ignores", "x")
    assert (piped.status, "the standard input is none" in piped.err) == (2, True)


PARTS = """--> --!> <!-- -- - > SL999 UTF8 , no-such-rule missing-type : because é表 | `""".split()
PARTS += ["storagelint: ignore-file ALL", "\n", "\r\n", "\u2028"]
REASONS = st.lists(
    st.sampled_from(PARTS) | st.text(max_size=3),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(REASONS | st.text(min_size=1), st.sampled_from(["SL226", "SL226, SL227"]), st.booleans())
def test_no_reason_ends_the_comment_or_silences_more(reason: str, listed: str, whole: bool) -> None:
    made = comment(listed.split(", "), reason, whole_file=whole)
    text = f"# A\n\n{made}\n| a |\n| - |\n\nEnd.\n"
    assert len(made.splitlines()) == 1
    page = parse(from_text(text))
    (found,) = suppressions(page, lambda word: word != "-")
    assert list(found.selectors) == listed.split(", ")
    assert (found.first_line, found.last_line) == ((1, 8) if whole else (4, 5))
    assert text.split("\n")[3:] == ["| a |", "| - |", "", "End.", ""]
    assert [type(block).__name__ for each in page.sections for block in each.blocks] == [
        "Comment",
        "Table",
        "Paragraph",
    ]


@pytest.mark.parametrize("option", ["--watch", "--profile", "--no-ignores"])
def test_options_that_contradict_comments_are_refused(project: Path, run: Run, option: str) -> None:
    write(project, {"a.md": DESIGN})
    outcome = run("check", "a.md", "--add-ignores", "x", option)
    assert outcome.status == 2
    assert outcome.err == f"storagelint: error: --add-ignores does not go with {option}\n"
    assert (project / "a.md").read_text("utf-8") == DESIGN
