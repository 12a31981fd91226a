"""The checker: what it counts as a rule's own time."""

from __future__ import annotations

import time
from collections.abc import Iterator

from storagelint.config import Settings
from storagelint.linting.checker import Checker
from storagelint.linting.project import project_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.linting.watchdog import Watchdog
from storagelint.model import Document
from storagelint.reading import read
from storagelint.source import from_text

DESIGN = "# Orders\n\n### orders\n\n| Field | Type |\n| --- | --- |\n| id | UUID |\n"
AWAY = 0.3
"""Seconds that reading another document takes."""
SETTINGS = Settings()
KINDS = SETTINGS.all_kinds()
WATCHDOG = Watchdog(10 * AWAY)


class Asking(Rule):
    """A rule that asks for another document, which is read meanwhile."""

    code = "SL999"
    name = "asking"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        with WATCHDOG.paused():
            time.sleep(AWAY)
        yield self.at(document, document.page.root.span, "asked")


def test_what_is_read_for_a_rule_is_not_its_time() -> None:
    document = read(from_text(DESIGN), path="a.md", kind=KINDS["storage"])
    project = project_of([document], SETTINGS, None)
    checker = Checker(project, frozenset(["a.md"]), KINDS, SETTINGS, WATCHDOG)
    (found,) = checker.check_document(document, [Asking()])
    assert found.message == "asked"
    assert checker.seconds["SL999"] < AWAY / 2
    assert WATCHDOG.paused_seconds >= AWAY
