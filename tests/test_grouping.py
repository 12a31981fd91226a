"""Many findings of one sort are shown as one, and each is silenced, known and mended for itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import Run, write

DESIGN = "docs/storage/backend-yard.md"
NAMES = ("cranes", "docks", "ships", "crates", "gates")
TABLE = """{above}### {name}

| Field | Type | Constraints |
| --- | --- | --- |
| weight | NUMERIC(12, 2) | NOT NULL |
| seen_at | TIMESTAMPTZ | NOT NULL |
"""
IGNORE = "<!-- storagelint: ignore SL201 weighed by hand -->\n\n"
KEYED = TABLE.replace("| weight", "| ticket | UUID | PK |\n| weight")
Found = Callable[..., tuple[int, list[tuple[str, str]]]]


def design(names: Iterable[str], *, ignored: str = "", keyed: str = "") -> str:
    tables = [
        (KEYED if name == keyed else TABLE).format(
            name=name, above=IGNORE if name == ignored else ""
        )
        for name in names
    ]
    return "# Yard Storage Design\n\n" + "\n".join(tables)


@pytest.fixture
def found(project: Path, run: Run) -> Found:
    """The status and the findings of SL201 in a text, with options: severity and message."""

    def of(text: str, *options: str) -> tuple[int, list[tuple[str, str]]]:
        write(project, {DESIGN: text})
        outcome = run("check", "--select", "SL201", "--output-format", "json", *options)
        data = json.loads(outcome.out)["diagnostics"]
        return outcome.status, [(each["severity"], each["message"]) for each in data]

    return of


def errors(*names: str) -> list[tuple[str, str]]:
    return [("error", f"entity {name} has no primary key") for name in names]


@pytest.mark.parametrize("number", range(1, 4))
def test_the_severity_does_not_fall_with_the_number(found: Found, number: int) -> None:
    assert found(design(NAMES[:number])) == (1, errors(*NAMES[:number]))


def test_many_are_one(found: Found) -> None:
    wanted = [("error", "5 entities have no primary key, the first is cranes")]
    assert found(design(NAMES)) == (1, wanted)


@pytest.mark.parametrize("ignored", NAMES)
def test_a_comment_silences_one_of_many(found: Found, ignored: str) -> None:
    first = next(name for name in NAMES if name != ignored)
    wanted = [("error", f"4 entities have no primary key, the first is {first}")]
    assert found(design(NAMES, ignored=ignored)) == (1, wanted)


def test_what_comments_leave_of_many_may_be_few(found: Found) -> None:
    assert found(design(NAMES[:4], ignored="docks")) == (1, errors("cranes", "ships", "crates"))


def test_a_baseline_knows_each_of_many(project: Path, run: Run, found: Found) -> None:
    write(project, {DESIGN: design(NAMES[:4])})
    assert run("baseline", "--select", "SL201").out.startswith("Recorded 4 findings ")
    known = ("--baseline", "storagelint-baseline.json")
    assert found(design(NAMES[:4]), *known) == (0, [])
    assert found(design(NAMES), *known) == (1, errors("gates"))
    assert found(design(("gates", *NAMES[:4])), *known) == (1, errors("gates"))
    assert found(design(NAMES[:4], keyed="cranes"), *known) == (0, [])


def test_many_have_the_fixes_of_each(project: Path, run: Run) -> None:
    text = design(NAMES, keyed="").replace("| seen_at | TIMESTAMPTZ | NOT NULL |\n", "")
    write(project, {DESIGN: text})
    outcome = run("check", "--select", "SL221", "--output-format", "json")
    (finding,) = json.loads(outcome.out)["diagnostics"]
    assert finding["entity"] is None
    assert finding["fix"] == {
        "safety": "unsafe",
        "title": "Add created_at and updated_at to each of them",
    }
    run("fix", "--unsafe", "--select", "SL221")
    assert run("check", "--select", "SL221").status == 0
    assert (project / DESIGN).read_text("utf-8").count("| created_at |") == len(NAMES)


def test_a_mark_of_many_stays_when_another_one_is_the_first(project: Path, run: Run) -> None:
    marks = set()
    for names in (NAMES, NAMES[1:], reversed(NAMES)):
        write(project, {DESIGN: design(names)})
        outcome = run("check", "--select", "SL201", "--output-format", "gitlab")
        (issue,) = json.loads(outcome.out)
        marks.add(issue["fingerprint"])
    assert len(marks) == 1


def test_the_cache_keeps_each_of_many(found: Found) -> None:
    first, again = found(design(NAMES)), found(design(NAMES))
    assert first == again
    other = found(design(NAMES, ignored="cranes"))
    assert other == found(design(NAMES, ignored="cranes"))
    assert other[1][0][1].startswith("4 entities")
