"""`storagelint fix`: what it writes, what it prints, and its exit status."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from conftest import Run, write

from storagelint.cli import fix as fix_command
from storagelint.fixing import write as writing
from storagelint.fixing.write import WriteError
from storagelint.linting.rule import Edit, Fix, Rule, Safety, Severity
from storagelint.source import Span

HIVES = "# Hives\n\n### hives\n\n| Field | Type | Constraints |\n| --- | --- | --- |\n"
BAD = f"{HIVES}| id | UUID | PK, NULL |\n"
GOOD = f"{HIVES}| id | UUID | PK, NOT NULL |\n"
IDLE = "<!-- storagelint: ignore SL201 the keeper's book has the keys -->\n"
LEFT = "\n### swarms\n\n| Field | Type |\n| --- | --- |\n| colour | TEXT |\n"


def test_safe_fixes_are_made(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD, "b.md": BAD + IDLE})
    outcome = run("fix", "a.md", "b.md")
    assert (project / "a.md").read_text("utf-8") == GOOD
    assert (project / "b.md").read_text("utf-8") == GOOD
    assert (outcome.status, outcome.out, outcome.err) == (
        0,
        "Fixed 3 findings in 2 files.\nAll checks passed.\n",
        "",
    )
    assert run("fix", "a.md", "b.md").out == "Fixed nothing.\nAll checks passed.\n"


def test_what_is_left_is_reported(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD + LEFT})
    outcome = run("fix", "--select", "SL201,SL202", "a.md")
    assert outcome.status == 1
    assert outcome.out == (
        "a.md:9:5: SL201 error: entity swarms has no primary key\n"
        "Fixed 1 finding in 1 file.\n"
        "Found 1 error.\n"
    )
    assert run("fix", "--select", "SL201", "--fail-on", "never", "a.md").status == 0


def test_check_marks_what_fix_can_mend(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD})
    outcome = run("check", "--select", "SL202", "a.md")
    assert "a.md:7:15: SL202 [*] error:" in outcome.out
    assert outcome.out.endswith("Found 1 error (1 fixable with `storagelint fix`).\n")


def test_rules_are_selected_and_ignored(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD + IDLE})
    run("fix", "--ignore", "SL202", "a.md")
    assert (project / "a.md").read_text("utf-8") == BAD
    run("fix", "--select", "SL005", "a.md")
    assert (project / "a.md").read_text("utf-8") == BAD
    run("fix", "--select", "nullable-primary-key", "a.md")
    assert (project / "a.md").read_text("utf-8") == GOOD
    outcome = run("fix", "--ignore", "nullable-primary-kay", "a.md")
    assert (outcome.status, outcome.err) == (
        2,
        "storagelint: error: no rule is called nullable-primary-kay, "
        "did you mean nullable-primary-key?\n",
    )


def test_a_rule_that_the_settings_ignore_can_be_selected(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD, "storagelint.toml": 'ignore = ["SL202"]\n'})
    run("fix", "a.md")
    assert (project / "a.md").read_text("utf-8") == BAD
    run("fix", "--select", "SL202", "a.md")
    assert (project / "a.md").read_text("utf-8") == GOOD


def test_a_rule_that_is_not_selected_still_guards(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_rules(monkeypatch, Breaking(), Guarding())
    write(project, {"a.md": GOOD})
    outcome = run("fix", "--select", "SL992", "a.md")
    assert (project / "a.md").read_text("utf-8") == GOOD
    assert "SL008 error: fixes of SL992 were not made: they would bring SL993" in outcome.out
    assert "SL993 error" not in outcome.out


def test_diff_shows_and_writes_nothing(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD, "b.md": GOOD})
    outcome = run("fix", "--diff", "a.md", "b.md")
    assert (project / "a.md").read_text("utf-8") == BAD
    assert outcome.status == 1
    lines = outcome.out.splitlines()
    assert lines[:2] == ["--- a.md", "+++ a.md"]
    assert lines[-2:] == ["-| id | UUID | PK, NULL |", "+| id | UUID | PK, NOT NULL |"]
    assert outcome.err == "Would fix 1 finding in 1 file.\n"
    clean = run("fix", "--diff", "b.md")
    assert (clean.status, clean.out, clean.err) == (0, "", "Would fix nothing.\n")


def test_diff_shows_no_secret_no_control_and_a_missing_newline(project: Path, run: Run) -> None:
    row = "| url | TEXT | NULL, postgres://app:hunter2@db/x \x1b[31m\tred |"
    write(project, {"a.md": BAD + row})
    outcome = run("fix", "--diff", "--select", "SL202", "a.md")
    assert "hunter2" not in outcome.out
    assert "\x1b" not in outcome.out
    assert "\\x1b[31m\tred |\n\\ No newline at end of file\n" in outcome.out


def test_diff_is_text_only(project: Path, run: Run) -> None:
    outcome = run("fix", "--diff", "--output-format", "json")
    assert (outcome.status, outcome.err) == (2, "storagelint: error: --diff prints text only\n")


def test_json_has_what_was_fixed(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD + LEFT})
    data = json.loads(run("fix", "--select", "SL2", "--output-format", "json", "a.md").out)
    assert data["summary"]["fixed"] == len(data["fixed"]) == 1
    assert (data["fixed"][0]["code"], data["fixed"][0]["path"]) == ("SL202", "a.md")
    assert "SL201" in {each["code"] for each in data["diagnostics"]}


def test_standard_input_is_printed_mended(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from storagelint import cli

    raw = b"\xef\xbb\xbf" + (BAD + LEFT).replace("\n", "\r\n").encode()
    for data in (raw, GOOD.encode()):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        status = cli.run(["fix", "--select", "SL201,SL202", "--stdin-filename", "x.md", "-"])
        out, err = capfdbinary.readouterr()
        assert out == data.replace(b"PK, NULL", b"PK, NOT NULL")
        assert status == (1 if data is raw else 0)
        assert (b"x.md:9:5: SL201" in err) is (data is raw)
    assert list(project.glob("*.md")) == []


def test_a_secret_in_the_standard_input_stays_in_the_text(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from storagelint import cli

    data = (GOOD + "\npostgres://app:hunter2@db/x\n").encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    cli.run(["fix", "-"])
    out, err = capfdbinary.readouterr()
    assert out == data
    assert b"hunter2" not in err


def test_a_file_that_cannot_be_written_is_an_error_and_the_others_are_mended(
    project: Path, run: Run
) -> None:
    write(project, {"a.md": BAD, "b.md": BAD})
    (project / "a.md").chmod(0o444)
    outcome = run("fix", "--select", "SL202", "a.md", "b.md")
    assert (project / "a.md").read_text("utf-8") == BAD
    assert (project / "b.md").read_text("utf-8") == GOOD
    assert (outcome.status, outcome.err) == (2, "storagelint: error: a.md: file is read-only\n")
    assert "a.md:7:15: SL202 [*] error" in outcome.out
    assert "Fixed 1 finding in 1 file.\n" in outcome.out


def test_a_file_that_changes_meanwhile_is_not_written(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"a.md": BAD})

    def edited(path: Path, old: bytes, new: bytes) -> None:
        path.write_text(LEFT, "utf-8")
        writing.write(path, old, new)

    monkeypatch.setattr(fix_command, "write_bytes", edited)
    outcome = run("fix", "a.md")
    assert (project / "a.md").read_text("utf-8") == LEFT
    assert outcome.status == 2
    assert outcome.err == "storagelint: error: a.md: file has changed since it was read\n"


def test_a_link_out_of_the_project_is_never_written(
    project: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "a.md"
    other.write_text(BAD, "utf-8")
    (project / "link.md").symlink_to(other)
    for options in ([], ["--diff"]):
        outcome = run("fix", "--select", "SL202", *options, "link.md")
        assert outcome.status == 2
        assert "storagelint: error: link.md: link leads out of the project\n" in outcome.err
        assert other.read_text("utf-8") == BAD
    assert run("fix", "--select", "SL202", str(other)).status == 0
    assert other.read_text("utf-8") == GOOD


def test_what_a_killed_run_left_is_put_right_first(project: Path, run: Run) -> None:
    write(project, {"a.md": "# Hi" + BAD[4:]})
    target = writing._Target.of(project / "a.md")
    target.draft.write_bytes(b"half")
    old, new = BAD.encode(), b"# Hi"
    target.journal.write_bytes(b"storagelint-journal-1 %d %d\n" % (len(old), len(new)) + old + new)
    assert run("fix", "--select", "SL202", "a.md").status == 0
    assert (project / "a.md").read_text("utf-8") == GOOD
    assert sorted(each.name for each in project.iterdir()) == ["a.md", "storagelint.toml"]


def test_a_file_that_was_edited_after_a_killed_run_is_not_read(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD})
    target = writing._Target.of(project / "a.md")
    target.journal.write_bytes(b"storagelint-journal-1 3 3\noldnew")
    outcome = run("fix", "a.md")
    assert outcome.status == 2
    assert "a.md:1:1: SL001 error: an interrupted fix has left .storagelint-" in outcome.out
    assert (project / "a.md").read_text("utf-8") == BAD


@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_one_file_under_two_names_is_mended_once(project: Path, run: Run, link: str) -> None:
    write(project, {"a.md": BAD})
    if link == "hard":
        os.link("a.md", "b.md")
    else:
        Path("b.md").symlink_to("a.md")
    outcome = run("fix", "--select", "SL202", "a.md", "b.md")
    assert (outcome.status, outcome.err) == (0, "")
    assert Path("a.md").read_text("utf-8") == Path("b.md").read_text("utf-8") == GOOD
    assert Path("a.md").samefile("b.md")


class Flipping(Rule):
    code, name, severity, fixable = "SL990", "flipping", Severity.WARNING, Safety.SAFE

    def check(self, document, context):  # type: ignore[no-untyped-def]
        line = document.page.source.lines[0]
        other = "# Nests" if line == "# Hives" else "# Hives"
        fix = Fix("Flip it", (Edit(Span(1, 1, 1, len(line) + 1), other),))
        yield self.at(document, Span(1, 1, 1, 2), "title flips", fix=fix)


class Trimming(Rule):
    code, name, severity, fixable = "SL991", "trimming", Severity.WARNING, Safety.UNSAFE

    def check(self, document, context):  # type: ignore[no-untyped-def]
        if document.page.source.lines[0] == "# Hives":
            fix = Fix("Cut it", (Edit(Span(1, 2, 1, 8), ""),), Safety.UNSAFE)
            yield self.at(document, Span(1, 1, 1, 2), "title is long", fix=fix)


class Breaking(Rule):
    code, name, severity, fixable = "SL992", "breaking", Severity.WARNING, Safety.SAFE

    def check(self, document, context):  # type: ignore[no-untyped-def]
        if document.page.source.lines[0] == "# Hives":
            fix = Fix("Break it", (Edit(Span(1, 3, 1, 8), "Broken"),))
            yield self.at(document, Span(1, 1, 1, 2), "title is sound", fix=fix)


class Guarding(Rule):
    code, name, severity = "SL993", "guarding", Severity.ERROR

    def check(self, document, context):  # type: ignore[no-untyped-def]
        if document.page.source.lines[0] == "# Broken":
            yield self.at(document, Span(1, 1, 1, 2), "title is broken")


def _with_rules(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    from storagelint.linting.registry import Registry

    def installed(_cache: object, _packs: object) -> tuple[Registry, str]:
        return Registry(rules), "these"

    monkeypatch.setattr("storagelint.cli.checking.installed_rules", installed)


def test_fixes_that_do_not_settle_are_an_error_finding(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_rules(monkeypatch, Flipping())
    write(project, {"a.md": GOOD})
    outcome = run("fix", "a.md")
    assert (project / "a.md").read_text("utf-8") == GOOD
    assert outcome.status == 1
    assert outcome.out.splitlines()[0] == (
        "a.md:1:1: SL008 error: fixes of SL990 were not made: they do not settle within 10 rounds"
    )
    assert outcome.out.endswith("Fixed nothing.\nFound 1 error, 1 warning.\n")
    preview = run("fix", "--diff", "a.md")
    assert (preview.status, preview.out) == (1, "")
    assert run("fix", "--diff", "--fail-on", "never", "a.md").status == 0
    assert "a.md:1:1: SL008 fixes of SL990" in preview.err


def test_a_document_with_both_sides_of_a_merge_is_left_alone(project: Path, run: Run) -> None:
    sides = "<<<<<<< HEAD\n| a | TEXT | |\n=======\n| b | TEXT | |\n>>>>>>> work\n"
    name = "docs/storage/hives.md"
    write(project, {name: BAD + sides, "a.md": BAD})
    assert run("check", name).out.count("[*]") == 0
    outcome = run("fix", "--ignore", "SL007", name, "a.md")
    assert (project / name).read_text("utf-8") == BAD + sides
    assert (project / "a.md").read_text("utf-8") == GOOD
    assert "\nFixed 1 finding in 1 file.\n" in outcome.out
    write(project, {name: BAD})
    run("fix", name)
    assert len((project / name).read_text("utf-8")) > len(BAD + sides)


def test_unsafe_fixes_are_made_when_asked_for(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_rules(monkeypatch, Trimming())
    write(project, {"a.md": GOOD})
    outcome = run("fix", "a.md")
    assert outcome.out.endswith(
        "Fixed nothing.\nFound 1 warning (1 fixable with `storagelint fix --unsafe`).\n"
    )
    assert (project / "a.md").read_text("utf-8") == GOOD
    assert run("fix", "--unsafe", "a.md").status == 0
    assert (project / "a.md").read_text("utf-8") == GOOD.replace("# Hives", "#")


def test_settings_file_is_named(project: Path, run: Run) -> None:
    write(project, {"a.md": BAD, "other.toml": 'ignore = ["SL202"]\n'})
    run("fix", "--config", "other.toml", "a.md")
    assert (project / "a.md").read_text("utf-8") == BAD


def test_a_write_error_has_no_traceback(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _old: bytes, _new: bytes) -> None:
        raise WriteError("cannot write file: No space left on device")

    write(project, {"a.md": BAD})
    monkeypatch.setattr(fix_command, "write_bytes", full)
    outcome = run("fix", "--select", "SL202", "a.md")
    assert (outcome.status, outcome.err) == (
        2,
        "storagelint: error: a.md: cannot write file: No space left on device\n",
    )
    assert "Fixed nothing.\n" in outcome.out
