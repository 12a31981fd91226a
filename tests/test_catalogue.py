"""rules/README.md lists every rule with its page, by group; `make catalogue` writes it anew."""

from __future__ import annotations

import inspect
import os
from itertools import groupby
from pathlib import Path

from conftest import ROOT

from storagelint.generating.texts.table_text import table
from storagelint.linting.registry import discover, page, summary
from storagelint.linting.rule import Rule, Safety

FILE = ROOT / "rules" / "README.md"
HEAD = """# The rules

Each page says why, and shows what fails and what passes; the pages are executed as tests.
`storagelint rule CODE` prints one. Fixes are made by `storagelint fix`, the unsafe ones with
`--unsafe`; pedantic rules run with `--pedantic`, or where they are selected.
"""


def group(rule: Rule) -> str:
    return type(rule).__module__.split(".")[-2]


def line(rule: Rule) -> tuple[str, ...]:
    path = Path(inspect.getfile(type(rule))).with_suffix(".md").relative_to(FILE.parent)
    fix = {None: "", Safety.SAFE: "yes", Safety.UNSAFE: "unsafe"}[rule.fixable]
    weight = f"{rule.severity.value}{', pedantic' if rule.pedantic else ''}"
    return (f"[{rule.code}]({path.as_posix()})", rule.name, weight, fix, summary(page(rule) or ""))


def catalogue() -> str:
    parts = [HEAD]
    rules = sorted(discover().rules, key=lambda rule: rule.code)
    first = {group(rule): rule.code for rule in reversed(rules)}
    ordered = sorted(rules, key=lambda rule: (first[group(rule)], rule.code))
    for name, found in groupby(ordered, key=group):
        rows = [f"| {' | '.join(line(rule))} |" for rule in found]
        head = table(["Code", "Name", "Severity", "Fix", "Why"], [])
        parts.append("\n".join([f"## {name.capitalize()}\n", head, *rows, ""]))
    return "\n".join(parts)


def test_the_catalogue_is_that_of_the_rules() -> None:
    if "STORAGELINT_WRITE_CATALOGUE" in os.environ:
        FILE.write_text(catalogue(), "utf-8")
    assert FILE.read_text("utf-8") == catalogue(), "run make catalogue"
