"""`storagelint new data-design`: what it takes from the neighbours, and what `check` finds."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest
from conftest import Run, write

from storagelint.generating.data_design import Feature, title_of
from storagelint.generating.proposals.contract_entities import contract_entities
from storagelint.judging.surroundings.contracts import read_dtos
from storagelint.kinds import builtin_kinds
from storagelint.markdown import parse
from storagelint.model import Document, Store
from storagelint.source import from_text

FOLDER = "docs/plan/E07-shop/E07-F08-group-bookings"
PATH = f"{FOLDER}/03-data-design.md"
KEYS = ("E07-shop", "E07-F08-group-bookings")
PRD = "# Feature PRD: Bookings of Groups\n"
REPORT = """# Research Report

MongoDB and PostgreSQL were compared.

- **Database**: PostgreSQL 16
- **Migrations**: Alembic
"""
CONTRACTS = """# Interface Contracts

## Data Transfer Objects (DTOs)

### BookingResponse

| Field | Type | Required | Nullable | Description |
| --- | --- | --- | --- | --- |
| id | UUID | No (auto) | No | Identifier |
| userId | UUID | Yes | No | Who booked |
| status | string | Yes | No | enum (open, paid, cancelled) |
| totalPrice | number | Yes | No | In euros |
| note | string | No | Yes | max 500 characters |
| guests | GuestDto[] | Yes | No | Guests |
| startsOn | date | Yes | No | First day |

### GuestDto

| Field | Type | Required | Nullable | Description |
| --- | --- | --- | --- | --- |
| id | UUID | No (auto) | No | Identifier |
| bookingId | UUID | Yes | No | Booking |
| firstName | string | Yes | No | Name |

### LoginRequest

| Field | Type | Required | Nullable | Description |
| --- | --- | --- | --- | --- |
| password | string | Yes | No | Secret |
| strength | StrengthDto | Yes | No | Computed of the password |
"""
BACKEND = """# Backend Design

- `GET /api/bookings`
- `GET /api/bookings/{id}`
- `POST /api/bookings`
- `DELETE /api/guests/{guestId}`
- `GET /api/health`
"""
NEIGHBOURS = {
    f"{FOLDER}/prd.md": PRD,
    f"{FOLDER}/00-research-report.md": REPORT,
    f"{FOLDER}/01-interface-contracts.md": CONTRACTS,
    f"{FOLDER}/04-backend-design.md": BACKEND,
}


@pytest.fixture(autouse=True)
def _day(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770800000")


def _codes(text: str) -> set[str]:
    return {line.split(" ")[1] for line in text.splitlines() if ": SL" in line}


def _new(run: Run, *arguments: str) -> str:
    outcome = run("new", "data-design", *KEYS, "--author", "Ann", *arguments)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == f"Created {PATH}.\n"
    return Path(PATH).read_text("utf-8")


def test_what_the_neighbours_say_is_written(project: Path, run: Run) -> None:
    write(project, NEIGHBOURS)
    text = _new(run)
    assert text.startswith(
        "# Data Design: Bookings of Groups\n\n"
        "**Epic**: E07-shop\n"
        "**Feature**: E07-F08-group-bookings\n"
        "**Date**: 2026-02-11\n"
        "**Author**: Ann\n"
    )
    assert "**Primary Storage**: PostgreSQL\n" in text
    assert "MongoDB" not in text
    assert "Alembic creates the schema" in text
    assert "\n| total_price | DECIMAL(12, 2) | NOT NULL | Total price |\n" in text
    assert "\n| note | VARCHAR(500) | NULL | Note |\n" in text
    assert "CHECK (status IN ('cancelled', 'open', 'paid'))" in text
    assert "\n| booking_id | UUID | FK → bookings.id, NOT NULL | Booking that it belongs" in text
    assert "bookings ||--o{ guests" in text
    assert "| Create booking (POST /api/bookings) | Medium | bookings: insert one row |" in text
    assert "| Delete guest (DELETE /api/guests/{guestId}) | Medium | guests: delete by id" in text
    assert "| GET /api/health | Low | Which entity it reads or writes is still to be said |" in text
    assert "\n| totalPrice | bookings.total_price | Direct mapping |\n" in text
    assert "\n| startsOn | bookings.starts_on | Format as ISO-8601 |\n" in text
    assert "\n| strength | - | Not stored: computed from other fields |\n" in text
    for name in ("password", "guests"):
        assert (
            f"\n| {name} | - | Where it is kept, or what it is made of, is still to be said |"
            in text
        )
    assert not re.search(r"^\| password \| VARCHAR", text, re.MULTILINE)
    assert _codes(run("check").out) == {"SL109"}
    again = run("new", "data-design", *KEYS, "--author", "Eve")
    assert (again.status, again.out) == (0, f"Nothing to do: {PATH} is there.\n")
    assert Path(PATH).read_text("utf-8") == text


def test_without_neighbours_it_is_a_scaffold(run: Run) -> None:
    text = _new(run)
    assert text.startswith("# Data Design: Group Bookings\n")
    assert "Still to be written." in text
    out = run("check").out
    assert _codes(out) == {"SL109", "SL112"}
    assert sum("SL112" in line for line in out.splitlines()) == 3


@pytest.mark.parametrize("missing", NEIGHBOURS)
def test_each_neighbour_may_be_missing(project: Path, run: Run, missing: str) -> None:
    write(project, {name: text for name, text in NEIGHBOURS.items() if name != missing})
    _new(run)
    expected = {"SL109"} if missing.endswith("contracts.md") else {"SL109", "SL112"}
    assert _codes(run("check").out) == expected


@pytest.mark.parametrize(
    ("technology", "type"),
    [("MySQL", "CHAR(36)"), ("MongoDB", "ObjectId"), ("SQLite", "TEXT"), ("Redis", None)],
)
def test_the_report_chooses_the_store(
    project: Path, run: Run, technology: str, type: str | None
) -> None:
    report = f"# Research Report\n\nWe use {technology}.\n"
    write(project, {**NEIGHBOURS, f"{FOLDER}/00-research-report.md": report})
    text = _new(run)
    assert f"**Primary Storage**: {technology}\n" in text
    assert f"| id | {type} | PK |" in text or type is None
    assert _codes(run("check").out) == {"SL109"}


def test_the_settings_choose_the_store_where_no_report_does(project: Path, run: Run) -> None:
    write(project, {"storagelint.toml": 'technology = "MariaDB"\n'})
    assert "**Primary Storage**: MariaDB\n" in _new(run)


def test_what_check_objects_to_is_left_out_and_told(project: Path, run: Run) -> None:
    contracts = CONTRACTS.replace("| firstName | string |", "| isChild | string |")
    write(project, {**NEIGHBOURS, f"{FOLDER}/01-interface-contracts.md": contracts})
    outcome = run("new", "data-design", *KEYS, "--author", "Ann")
    assert outcome.err == (
        "storagelint: warning: left out of what the contracts suggest: "
        "field guests.is_child is named like a flag and typed VARCHAR(255)\n"
    )
    text = Path(PATH).read_text("utf-8")
    assert "| is_child |" not in text
    assert _codes(run("check").out) == {"SL109"}


def test_what_needs_protection_is_described_so(project: Path, run: Run) -> None:
    contracts = CONTRACTS.replace("| firstName |", "| cardNumber |")
    write(project, {**NEIGHBOURS, f"{FOLDER}/01-interface-contracts.md": contracts})
    assert "Card number, encrypted in its column and masked in logs |" in _new(run)
    assert _codes(run("check").out) == {"SL109"}


@pytest.mark.parametrize(
    ("epic", "feature", "reason"),
    [
        ("shop", "E07-F08-x", "epic shop is not of the form E07-slug"),
        ("E07-shop", "F08-x", "feature F08-x is not of the form E07-F08-slug"),
        ("E06-shop", "E07-F08-x", "feature E07-F08-x is not of epic E06"),
        ("E07-shop/../..", "E07-F08-x", "epic E07-shop/../.. is not of the form E07-slug"),
        ("E07-shop", "E07-F08-x\n", None),
        ("E07-shop", "..", "feature .. is not of the form E07-F08-slug"),
        ("E07-shop", "E07-F08-X", "feature E07-F08-X is not of the form E07-F08-slug"),
    ],
)
def test_keys_are_judged(
    project: Path, run: Run, epic: str, feature: str, reason: str | None
) -> None:
    outcome = run("new", "data-design", epic, feature, "--author", "Ann")
    expected = f"storagelint: error: {reason}\n" if reason else ""
    assert (outcome.status, outcome.err) == (2 if reason else 0, expected)
    files = [str(path.relative_to(project)) for path in project.rglob("*.md")]
    assert files == ([] if reason else ["docs/plan/E07-shop/E07-F08-x/03-data-design.md"])


def test_the_author_is_gits(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    subprocess.run(["git", "init", "--quiet"], check=True, cwd=project)
    outcome = run("new", "data-design", *KEYS)
    assert (outcome.status, outcome.err) == (
        2,
        "storagelint: error: missing option --author; git has no user.name\n",
    )
    subprocess.run(["git", "config", "user.name", "Jo *Winter*"], check=True, cwd=project)
    assert run("new", "data-design", *KEYS).status == 0
    assert "**Author**: Jo \\*Winter\\*\n" in (project / PATH).read_text("utf-8")


def test_off_a_terminal_the_keys_are_named(run: Run) -> None:
    assert run("new", "data-design").err == "storagelint: error: missing argument EPIC\n"
    assert run("new", "data-design", KEYS[0]).err == (
        "storagelint: error: missing argument FEATURE\n"
    )


def test_on_a_terminal_what_is_missing_is_asked_for(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([*KEYS, "Ann"])
    asked: list[str] = []

    def prompt(text: str, **_options: object) -> str:
        asked.append(text)
        return next(answers)

    monkeypatch.setattr("storagelint.cli.new.data_design.is_terminal", lambda: True)
    monkeypatch.setattr("storagelint.cli.new.data_design.git_author", lambda _folder: None)
    monkeypatch.setattr(click, "prompt", prompt)
    assert run("new", "data-design").status == 0
    assert asked == [
        "Epic, such as E07-billing",
        "Feature, such as E07-F08-invoices",
        "Author",
    ]
    assert (project / PATH).is_file()


@pytest.mark.parametrize("day", ["2026-02-30", "20260211", "today", "2026-W07-3"])
def test_a_date_that_does_not_exist_is_refused(run: Run, day: str) -> None:
    outcome = run("new", "data-design", *KEYS, "--author", "Ann", "--date", day)
    assert outcome.status == 2
    assert f"--date {day} is no date of the form YYYY-MM-DD" in outcome.err


def test_the_date_is_that_of_the_option_or_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "**Date**: 2025-03-09\n" in _new(run, "--date", "2025-03-09")
    Path(PATH).unlink()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    outcome = run("new", "data-design", *KEYS, "--author", "Ann")
    assert (outcome.status, outcome.err) == (
        2,
        "storagelint: error: SOURCE_DATE_EPOCH is no number of seconds\n",
    )
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert re.search(r"^\*\*Date\*\*: \d{4}-\d\d-\d\d$", _new(run), re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# PRD: Group Bookings", "Group Bookings"),
        ("# E07-F08: Group Bookings", "Group Bookings"),
        ("# Group Bookings - PRD", "Group Bookings"),
        ("# Product Requirements Document: `x` | y", "x | y"),
        ("# Feature: Bookings", "Bookings"),
        ("Nothing.", "Group Bookings"),
    ],
)
def test_the_title_is_that_of_the_requirements(
    project: Path, run: Run, heading: str, title: str
) -> None:
    write(project, {f"{FOLDER}/prd.md": f"{heading}\n"})
    assert _new(run).startswith(f"# Data Design: {title}\n")
    Path(PATH).unlink()
    assert _new(run, "--title", "Mine").startswith("# Data Design: Mine\n")


def test_a_key_tells_a_title() -> None:
    assert title_of(Feature("E07-a", "E07-F08-group-bookings", "", "")) == "Group Bookings"


def test_objects_of_one_thing_are_one_entity() -> None:
    text = (
        CONTRACTS
        + """
### CreateBookingRequest

| Field | Type | Required | Nullable | Description |
| --- | --- | --- | --- | --- |
| note | string | No | Yes | Note |
| channel | string | Yes | No | Channel |
| at\u202e | Map<string, X> | Yes | No | Other |

### BookingListResponse

| Field | Type | Required | Nullable | Description |
| --- | --- | --- | --- | --- |
| items | BookingResponse[] | Yes | No | Rows |
"""
    )
    page = parse(from_text(""))
    empty = Document(path="x.md", page=page, stores=[Store(technology="MySQL")])
    kind = builtin_kinds()["data-design"]
    objects = read_dtos(text, "01-interface-contracts.md")
    found = contract_entities(objects, empty, kind, without={("bookings", "userid")})
    assert {each.name: [field.name for field in each.fields] for each in found} == {
        "bookings": [
            *("id", "status", "total_price", "note", "starts_on", "channel"),
            *("created_at", "updated_at"),
        ],
        "guests": ["id", "booking_id", "first_name", "created_at", "updated_at"],
    }
