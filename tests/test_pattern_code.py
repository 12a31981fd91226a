"""What an earlier run has compiled is what `re` makes of the same expressions."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from storagelint import linting, pattern_code, patterns
from storagelint.pattern_code import PatternCode
from storagelint.reading import quantities

EXPRESSIONS = [
    ("", 0),
    (r"(?P<word>[a-zä]+)(?:-(\d+))?", re.IGNORECASE),
    (r"(?i)ß|[^\W\d_]{2,}+(?<=x)(?!y)", 0),
    (r"^\s*(?>a|b)$", re.MULTILINE | re.VERBOSE),
    *patterns._SOURCES.values(),
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "made" / "code.patterns"


def _compiling_fails(source: str, flags: int) -> pattern_code._Code:
    raise AssertionError(f"{source} was compiled again")


def _missing(source: str, flags: int) -> pattern_code._Code:
    raise AttributeError(source, flags)


def test_the_next_run_compiles_nothing_and_has_the_same_patterns(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(EXPRESSIONS) > 50, [linting, quantities]
    first = PatternCode(file)
    made = [first.compile(source, flags) for source, flags in EXPRESSIONS]
    first.save()
    monkeypatch.setattr(pattern_code, "_translate", _compiling_fails)
    second = PatternCode(file)
    again = [second.compile(source, flags) for source, flags in EXPRESSIONS]
    known = [re.compile(source, flags) for source, flags in EXPRESSIONS]
    assert made == again == known
    names = [(each.groupindex, each.groups) for each in known]
    assert [(each.groupindex, each.groups) for each in again] == names
    found = again[1].search("1 ÄB-12")
    assert found is not None
    assert (found["word"], found[2], found.lastgroup) == ("ÄB", "12", None)


@pytest.mark.parametrize("damage", [b"", b"\x00", b"(", "cut", "bit", "build"])
def test_a_file_of_no_use_is_made_anew(
    file: Path, damage: bytes | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = PatternCode(file)
    first.compile("a(b)")
    first.save()
    whole = file.read_bytes()
    match damage:
        case bytes():
            file.write_bytes(damage)
        case "cut":
            file.write_bytes(whole[:-9])
        case "bit":
            file.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        case "build":
            monkeypatch.setattr(sys, "version", "4.0")
    second = PatternCode(file)
    assert second._kept() == {}
    assert second.compile("a(b)") == re.compile("a(b)")
    second.save()
    assert PatternCode(file)._kept().keys() == {("a(b)", 0)}


def test_what_a_run_adds_joins_what_is_known_until_that_is_too_much(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in ("one", "two"):
        run = PatternCode(file)
        run.compile(source)
        run.save()
    assert PatternCode(file)._kept().keys() == {("one", 0), ("two", 0)}
    monkeypatch.setattr(pattern_code, "_MOST_BYTES", 1)
    run = PatternCode(file)
    run.compile("two")
    run.compile("three")
    run.save()
    assert PatternCode(file)._kept().keys() == {("two", 0), ("three", 0)}
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_nothing_is_written_where_python_is_to_write_no_byte_code(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    run = PatternCode(file)
    run.compile("a")
    run.save()
    assert not file.parent.exists()


def test_a_folder_that_takes_no_file_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "made").write_text("", "utf-8")
    for place in (None, tmp_path / "made" / "code.patterns"):
        run = PatternCode(place)
        assert run.compile("a") == re.compile("a")
        run.save()


def test_another_python_compiles_as_re_does(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_code, "_translate", _missing)
    run = PatternCode(file)
    assert run.compile("a(b)") == re.compile("a(b)")
    run.save()
    assert not file.exists()


def test_a_wrong_expression_is_refused(file: Path) -> None:
    with pytest.raises(re.error, match="missing \\)"):
        PatternCode(file).compile("(")


def test_a_command_leaves_its_code_for_the_next(tmp_path: Path) -> None:
    (tmp_path / "design.md").write_text("### orders\n\n| Field | Type |\n| --- | --- |\n", "utf-8")
    code = "from storagelint.cli import main; main()"
    command = [sys.executable, "-X", f"pycache_prefix={tmp_path / 'code'}", "-c", code]
    arguments = ["check", "--no-cache", "--select", "SL201", "design.md"]
    environment = {"PATH": ""}
    done = subprocess.run([*command, *arguments], cwd=tmp_path, env=environment, check=False)
    assert done.returncode in (0, 1)
    (written,) = tmp_path.glob("code/**/*.patterns")
    assert len(PatternCode(written)._kept()) > 20
