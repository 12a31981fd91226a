"""Reports: their form, and that no text of a document can forge them."""

from __future__ import annotations

import json
import unicodedata

import pytest

from storagelint.judging.pages.masking import mask
from storagelint.linting.rule import Diagnostic, Edit, Fix, Safety, Severity
from storagelint.reporting import FORMATS, Report, Style, render
from storagelint.reporting.escape import json_text, visible
from storagelint.source import Span, from_text

SPAN = Span(3, 3, 3, 10)
FIX = Fix("Add an index row for orders.user_id", (Edit(SPAN, ""),), Safety.UNSAFE)
HOSTILE = (
    "a\nb\r\x1b[31m\x1b]8;;http://x\x07%0A::error::\u202edcba\u2028<script>]]>\x9b\ud800\u200b"
)
PATH = "docs/storage/backend-order.md"


def finding(message: str = "field orders.user_id has no index", **changes: object) -> Diagnostic:
    values: dict[str, object] = {
        "code": "SL401",
        "name": "foreign-key-without-index",
        "severity": Severity.WARNING,
        "message": message,
        "path": PATH,
        "span": SPAN,
        "entity": "orders",
        "field": "user_id",
        "fix": FIX,
        **changes,
    }
    return Diagnostic(**values)  # type: ignore[arg-type]


def test_text_is_a_line_a_finding_and_a_summary() -> None:
    report = Report([finding(), finding("bad", severity=Severity.ERROR, fix=None)], 2)
    assert render("text", report, Style()) == (
        f"{PATH}:3:3: SL401 warning: field orders.user_id has no index\n"
        f"{PATH}:3:3: SL401 error: bad\n"
        "Found 1 error, 1 warning (1 fixable with `storagelint fix --unsafe`).\n"
    )


def test_text_without_findings() -> None:
    assert render("text", Report([], 1), Style()) == "All checks passed.\n"
    assert render("text", Report([], 1, 2), Style()) == "All checks passed (2 suppressed).\n"
    assert render("text", Report([], 1), Style(quiet=True)) == ""


def test_explain_shows_the_line_the_evidence_and_the_fix() -> None:
    source = from_text("| F | T |\n| - | - |\n| user_id | UUID |\n")
    diagnostic = finding(evidence=("no index of orders leads with user_id",))
    report = Report([diagnostic], 1, sources={PATH: source})
    lines = render("text", report, Style(explain=True)).splitlines()
    assert lines[1:5] == [
        "  3 | | user_id | UUID |",
        "    |   ^^^^^^^",
        "    = because no index of orders leads with user_id",
        "    = unsafe fix: Add an index row for orders.user_id",
    ]


def test_carets_stand_below_wide_letters() -> None:
    source = from_text("\n\n表: user_id\n")
    report = Report([finding(span=Span(3, 4, 3, 11), fix=None)], 1, sources={PATH: source})
    lines = render("text", report, Style(explain=True)).splitlines()
    assert lines[2] == "    |     ^^^^^^^"


def test_statistics_count_each_rule() -> None:
    report = Report(
        [finding(), finding("x"), finding("y", code="SL201", name="missing-primary-key")]
    )
    lines = render("text", report, Style(statistics=True)).splitlines()
    assert lines[:2] == ["2 SL401 foreign-key-without-index", "1 SL201 missing-primary-key"]
    data = json.loads(render("json", report, Style(statistics=True)))
    assert data["statistics"][0] == {
        "code": "SL401",
        "name": "foreign-key-without-index",
        "count": 2,
    }


def test_color_only_when_asked_for() -> None:
    report = Report([finding()])
    assert "\x1b[" not in render("text", report, Style())
    assert "\x1b[33mwarning:\x1b[0m" in render("text", report, Style(color=True))


def test_json_has_the_keys_of_the_contract() -> None:
    data = json.loads(render("json", Report([finding(), finding(fix=None)], 12, 3), Style()))
    assert data["version"] == 1
    assert data["summary"] == {
        "files": 12,
        "errors": 0,
        "warnings": 2,
        "infos": 0,
        "suppressed": 3,
        "baselined": 0,
        "fixable": 1,
    }
    first, second = data["diagnostics"]
    assert first["fix"] == {"safety": "unsafe", "title": "Add an index row for orders.user_id"}
    assert second["fix"] is None
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == SPAN
    assert {"code", "name", "severity", "message", "path", "entity", "field", "url"} <= first.keys()


@pytest.mark.parametrize("name", FORMATS)
def test_11_output_cannot_be_forged(name: str) -> None:
    diagnostic = finding(HOSTILE, path=HOSTILE, entity=HOSTILE, field=HOSTILE, evidence=(HOSTILE,))
    source = from_text("\n\n" + HOSTILE.replace("\n", " ").replace("\r", " "))
    report = Report([diagnostic], 1, sources={HOSTILE: source})
    text = render(name, report, Style(explain=True))
    unseen = [letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl")]
    assert set(unseen) <= {"\n"}
    commands = [line for line in text.splitlines() if line.startswith("::")]
    assert len(commands) == (name == "github")
    text.encode()


def test_json_keeps_what_it_escapes() -> None:
    assert json.loads(json_text({"a": HOSTILE})) == {"a": HOSTILE.replace("\ud800", "\\ud800")}
    assert json.loads(json_text(["\U000e0041", "表"])) == ["\U000e0041", "表"]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("postgres://app:hunter2@db/shop", "hunter2"),
        ("redis://:hunter2@cache:6379/0", "hunter2"),
        ("CREATE USER app PASSWORD 'hunter2'", "hunter2"),
        ('"password": "hunter2"', "hunter2"),
        ("host=db password=hunter2 user=app", "hunter2"),
        ("api_key=hunter2", "hunter2"),
        ("postgres://bob:pw1@db/x password: Hunter2Secret TBD", "Hunter2Secret"),
        ("token = Hunter2Secret, then secret: Other3Secret", "3Secret"),
        ("password=ab/cd9Secret", "cd9Secret"),
        ("host=db password=topf user=app", "topf"),
        ("passphrase=topf", "topf"),
        ("password=to(pf", "pf"),
        ('password="topf', "topf"),
        ("postgres://app:topf@db/shop", "topf"),
        ("amqp://app:to/pf@mq", "pf"),
        ("postgres://app:to@pf@db/shop", "pf"),
        ("DB_PASSWORD: topf", "topf"),
    ],
)
def test_13_secrets_are_masked_in_every_format(text: str, secret: str) -> None:
    assert secret not in mask(text)
    source = from_text(f"\n\n{text}\n")
    report = Report([finding(text, evidence=(text,))], 1, sources={PATH: source})
    for name in FORMATS:
        assert secret not in render(name, report, Style(explain=True))


def test_masked_paths_keep_the_name_of_the_file() -> None:
    assert mask("docs/password=Hunter2Secret/s.md:1:3") == "docs/password=****/s.md:1:3"


@pytest.mark.parametrize(
    "text",
    [
        *("password=${PASSWORD}", "password=<password>", "password=***", "password=$DB_PASSWORD"),
        *("postgres://app:${PASSWORD}@db", "postgres://app:<password>@db", "password={{ pw }}"),
        *("DB_PASSWORD: ${PASSWORD}", "password=%PASSWORD%", "https://acme.io:443/users@home"),
    ],
)
def test_what_stands_for_a_secret_is_not_masked(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "| api_key | varchar(64) | DEFAULT gen_salt('bf') | SHA256 |",
        "| password_hash | VARCHAR2(255) | idx_users_9 |",
        "| token_type | text | DEFAULT 'bearer' |",
        "password text DEFAULT ''",
    ],
)
def test_what_is_no_default_of_a_secret_is_not_masked(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", ["password: argon2 hash", "token: VARCHAR2(255)", "secret: 12"])
def test_types_and_figures_are_not_masked(text: str) -> None:
    assert mask(text) == text


def test_plain_words_are_not_masked() -> None:
    text = "field users.password is a VARCHAR(255) and token: string, see https://example.org/a@b"
    assert mask(text) == text


def test_visible_names_what_it_shows() -> None:
    assert visible("a\nb\x1b\u202e\u200d表") == "a\\nb\\x1b\\u202e\u200d表"
