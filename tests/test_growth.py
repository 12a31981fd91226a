"""A document with four times the tables takes each rule some four times as long, not sixteen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from storagelint.config import Settings
from storagelint.linting.checker import Checker
from storagelint.linting.project import project_of
from storagelint.linting.registry import discover
from storagelint.linting.rule import Rule
from storagelint.linting.task import RULE_SECONDS
from storagelint.linting.watchdog import Watchdog
from storagelint.model import Document
from storagelint.reading import read
from storagelint.source import from_text

FEW, MANY = 100, 400
"""Tables of the small and of the large document."""
FACTOR = 9
"""By how much the time may grow between them: 4 is linear, 16 is quadratic."""
UNNOTICED = 0.04
"""Seconds of the processor that a rule may take in any case."""
SHAPES = ("plain", "many-to-many", "prose", "backwards", "one-table")
SETTINGS = Settings()
KINDS = SETTINGS.all_kinds()
RULES = discover().rules


def design(tables: int, shape: str) -> str:
    """A design with two foreign keys, three indexes and a relationship a table.

    The shape says how the relationships are written: as 1:N from the referenced table, as N:M, as
    sentences, or from the wrong side; or that all indexes are on the first table.
    """
    lines = ["# Storage Design: backend-large", "", "PostgreSQL 16.", "", "## Tables", ""]
    for number in range(tables):
        lines += [f"### box_{number}s", "", f"Purpose: keeps box {number}.", ""]
        lines += ["| Field | Type | Constraints |", "| --- | --- | --- |", "| id | UUID | PK |"]
        for other in ((7 * number + 1) % tables, (3 * number + 2) % tables):
            lines.append(f"| box_{other}_id | UUID | NOT NULL, FK → box_{other}s.id |")
        lines += ["| label | TEXT | NOT NULL |", "| packed_at | TIMESTAMPTZ | NOT NULL |", ""]
    lines += ["## Relationships", "", *_relationships(tables, shape), "", "## Indexes", ""]
    lines += ["| Index | Table | Fields |", "| --- | --- | --- |"]
    for number in range(tables):
        table = "box_0s" if shape == "one-table" else f"box_{number}s"
        last = f"packed_at, extra_{number}" if shape == "one-table" else "packed_at"
        lines.append(f"| idx_{number}_box | {table} | box_{(7 * number + 1) % tables}_id |")
        lines.append(f"| idx_{number}_label | {table} | label |")
        lines.append(f"| idx_{number}_label_packed_at | {table} | label, {last} |")
    return "\n".join(lines) + "\n"


def _relationships(tables: int, shape: str) -> Iterator[str]:
    if shape == "prose":
        for number in range(tables):
            yield f"- The box_{(11 * number + 3) % tables}s and the box_{number}s belong together."
        return
    yield from ("| From | To | Cardinality |", "| --- | --- | --- |")
    for number in range(tables):
        if shape == "many-to-many":
            yield f"| box_{(5 * number + 3) % tables}s | box_{number}s | N:M |"
        elif shape == "backwards":
            yield f"| box_{number}s | box_{(7 * number + 1) % tables}s | 1:N |"
        else:
            yield f"| box_{(7 * number + 1) % tables}s | box_{number}s | 1:N |"


@cache
def document(tables: int, shape: str) -> Document:
    source = from_text(design(tables, shape))
    return read(source, path="docs/storage/backend-large.md", kind=KINDS["storage"])


def seconds(rule: Rule, tables: int, shape: str) -> float:
    """The processor's time for one rule on a document of which nothing is known yet."""
    fresh = replace(document(tables, shape))
    project, watchdog = project_of([fresh], SETTINGS, None), Watchdog(RULE_SECONDS)
    checker = Checker(project, frozenset([fresh.path]), KINDS, SETTINGS, watchdog)
    start = time.process_time()
    with watchdog.on_guard():
        found = [*checker.check_document(fresh, [rule]), *checker.check_project([rule])]
    taken = time.process_time() - start
    assert all(each.code == rule.code for each in found)
    return taken


@pytest.mark.parametrize("shape", SHAPES)
def test_no_rule_grows_faster_than_the_document(shape: str) -> None:
    grown = {}
    for rule in RULES:
        for _ in range(3):
            many = seconds(rule, MANY, shape)
            few = seconds(rule, FEW, shape) if many > UNNOTICED else many
            if many <= FACTOR * few:
                break
        else:
            grown[rule.code] = f"{few:.3f} s for {FEW} tables, {many:.3f} s for {MANY}"
    assert grown == {}
