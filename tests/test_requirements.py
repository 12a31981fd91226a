"""Every requirement is decided by rules or served by a command, or the map says why neither."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from storagelint.linting.registry import discover

with Path(__file__).with_name("requirements.csv").open(encoding="utf-8") as _stream:
    ROWS = list(csv.DictReader(_stream))
IDS = [f"R{number:03}" for number in range(1, 244)] + [f"C{number:02}" for number in range(1, 40)]
CODES = {rule.code for rule in discover().rules}


def test_every_requirement_stands_once() -> None:
    assert [row["id"] for row in ROWS] == IDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_requirement_is_decided(row: dict[str, str]) -> None:
    assert row["rules"] or row["commands"] or row["reason"]
    assert set(row["rules"].split()) <= CODES
    assert re.fullmatch(r"[a-z\- ]*", row["commands"])
    assert not row["reason"].endswith(".")
