"""Kinds of a project's own: known by path or declaration, and held to what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, write

README = (ROOT / "README.md").read_text("utf-8")
KIND = (
    README.partition("\n### Kinds of your own\n")[2].partition("```toml\n")[2].partition("```")[0]
)
GOOD = """# Ledger: Billing

## Overview

Billing keeps payments.

## Account Plan

### payments

| Field | Data type | Meaning |
| --- | --- | --- |
| id | UUID | the payment |
| paid_at | TIMESTAMPTZ | when |

## Backup

Daily, kept for 30 days.
"""


@pytest.fixture
def house(project: Path) -> Path:
    """A project with the kind that the README shows."""
    assert 'paths = ["ledgers/**/*.md"]' in KIND
    write(project, {"storagelint.toml": KIND, "ledgers/billing.md": GOOD})
    return project


def found(run: Run, *arguments: str) -> list[tuple[str, str]]:
    outcome = run("check", "--output-format", "json", "--select", "SL1,SL902,SL905", *arguments)
    data: dict[str, Any] = json.loads(outcome.out)
    return [(each["code"], each["message"]) for each in data["diagnostics"]]


def test_a_document_that_has_it_all_passes(house: Path, run: Run) -> None:
    document = json.loads(run("model", "--output-format", "json").out)["documents"][0]
    assert (document["path"], document["kind"]) == ("ledgers/billing.md", "ledgers")
    roles = [(each["role"], each["heading"]) for each in document["sections"]]
    assert ("account-plan", "Account Plan") in roles
    assert found(run) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("# Ledger: Billing", "# Billing", ("SL106", "title Billing is not of the form")),
        ("## Account Plan", "## Things", ("SL101", "section Account Plan is missing")),
        ("## Backup\n\nDaily, kept for 30 days.\n", "", ("SL101", "section Backup is missing")),
        ("Daily, kept for 30 days.\n", "", ("SL102", "section Backup is empty")),
        ("| Meaning |", "| X |", ("SL116", "table of fields has no column Meaning")),
        ("paid_at", "paidAt", ("SL902", "field payments.paidAt is in camelCase, not in")),
        ("## Backup", "```sql\nSELECT 1;\n```\n\n## Backup", ("SL15", "")),
    ],
)
def test_each_demand_is_checked(
    house: Path, run: Run, old: str, new: str, finding: tuple[str, str]
) -> None:
    assert old in GOOD
    write(house, {"ledgers/billing.md": GOOD.replace(old, new)})
    code, message = finding
    assert any(each.startswith(code) and text.startswith(message) for each, text in found(run)), (
        found(run)
    )


def test_an_alias_heads_a_section_too(house: Path, run: Run) -> None:
    write(house, {"ledgers/billing.md": GOOD.replace("Account Plan", "Our accounts")})
    assert found(run) == []


def test_a_document_elsewhere_can_say_that_it_is_of_the_kind(house: Path, run: Run) -> None:
    write(house, {"notes/a.md": "<!-- storagelint: kind: ledgers -->\n# Notes\n"})
    assert ("SL101", "section Account Plan is missing") in found(run, "notes/a.md")
    write(house, {"notes/a.md": "# Notes\n"})
    assert found(run, "notes/a.md") == []


def test_fix_writes_what_is_missing_of_it(house: Path, run: Run) -> None:
    start, _, rest = GOOD.partition("## Account Plan")
    write(house, {"ledgers/billing.md": start + "## Backup" + rest.partition("## Backup")[2]})
    assert run("fix", "--select", "SL101").status in (0, 1)
    text = (house / "ledgers/billing.md").read_text("utf-8")
    assert text.index("## Account Plan") < text.index("## Backup")
    assert ("SL101", "section Account Plan is missing") not in found(run)


def test_a_kind_of_the_package_can_be_changed_alone(project: Path, run: Run) -> None:
    write(project, {"docs/storage/a.md": "# A Storage Design\n\n## 1. Core Entities\n\nNone.\n"})
    assert ("SL101", "section Backup & Recovery is missing") in found(run)
    change = '[[kinds.storage.sections]]\nrole = "backup"\nneed = "optional"\n'
    write(project, {"storagelint.toml": change})
    left = found(run)
    assert ("SL101", "section Backup & Recovery is missing") not in left
    assert ("SL101", "section Security is missing") in left
