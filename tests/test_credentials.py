"""Text -> the credentials in it."""

from __future__ import annotations

import time

import pytest

from storagelint.judging.pages.credentials import credentials, masked
from storagelint.markdown import parse
from storagelint.source import from_text


def _found(text: str) -> list[str]:
    return [each.what for each in credentials(parse(from_text(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "postgres://orders:u7Hq2zLw@db-1.prod.acme.io:5432/orders",
        "DSN `mongodb+srv://app:9fKq2x!d@cluster0.acme.net/app`",
        'db_password: "q8Zr!vT2"',
        "| PGPASSWORD=k3Vw9xQz2 | of the worker |",
        "ALTER USER app IDENTIFIED BY 'w4Rt-9pLk';",
        "İzmir: ALTER USER app IDENTIFIED BY 'w4Rt-9pLk';",
        "ghp_9aKx2LmQ7vTz4RbN8cWy1DfG6hJs3PeU0oIi",
        "xoxb-48213377-k2Lq9ZxWv7Tn",
        "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEowIBAAKCAQEA7q" * 3,
    ],
)
def test_secrets_are_found(text: str) -> None:
    assert len(_found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "postgres://user:password@localhost/db",
        "postgres://app:app@db:5432/app",
        "postgres://app:${PASSWORD}@db.acme.io/app",
        "https://acme.io:443/users@home",
        "password: string; // of the user",
        "password: at least 12 characters, 1 digit",
        "`password`: VARCHAR(255)",
        'password: "changeme123"',
        "api_key: sha256 of the key",
        "task-management-cli-core-2024-with-a-long-name",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxx1",
        "AKIAIOSFODNN7EXAMPLE",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert _found(text) == []


def test_local_connections_are_marked() -> None:
    page = parse(from_text("mysql://fleet:Bq71xLmd@localhost/fleet"))
    assert [each.local for each in credentials(page)] == [True]


def test_spans_cover_the_secret_alone() -> None:
    text = "\n\nCache: redis://cache:zT8qLw3x@cache.acme.io:6379"
    (found,) = credentials(parse(from_text(text)))
    line = text.split("\n")[found.span.line - 1]
    assert line[found.span.column - 1 : found.span.end_column - 1] == "zT8qLw3x"
    assert "zT8qLw3x" not in found.what


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("CREATE USER a IDENTIFIED BY 'w4Rt-9pLk'", "w4Rt-9pLk"),
        ("smtp_password: k3Vw9xQz2", "k3Vw9xQz2"),
        ("token ghp_9aKx2LmQ7vTz4RbN8cWy1DfG6hJs3PeU0oIi", "9aKx2LmQ7v"),
    ],
)
def test_masked_lines_hold_no_secret(line: str, secret: str) -> None:
    assert secret not in masked(line, "****")
    assert masked("a line without any", "****") == "a line without any"


@pytest.mark.parametrize(
    "attack",
    [
        *("a_" * 50_000, "://" * 33_000, "password:" * 11_000, "a://b:" * 16_000),
        *("USER PASSWORD " * 7_000, "sk-" * 33_000, "password" + " " * 90_000),
        *("-----BEGIN " * 9_000, "x\npassword" * 9_000),
    ],
)
def test_hostile_text_takes_no_time(attack: str) -> None:
    page = parse(from_text(attack))
    start = time.perf_counter()
    list(credentials(page))
    masked(attack[:20_000], "****")
    assert time.perf_counter() - start < 0.5
