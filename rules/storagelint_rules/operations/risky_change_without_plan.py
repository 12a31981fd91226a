"""SL507 risky-change-without-plan: a change that breaks what runs meanwhile, in one step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.pages.asked import lies_in
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern


class RiskyChangeWithoutPlan(Rule):
    """A plan anywhere in the document covers all changes."""

    code = "SL507"
    name = "risky-change-without-plan"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        operations = document.operations
        if operations.first("expand-contract"):
            return
        for said in operations.topics.get("risky-change", ()):
            if not lies_in(document, said, "rollback") and not _HARMLESS.search(said.text):
                yield self.at(
                    document, said.span, f"change is planned in one step: {_excerpt(said.text)}"
                )


def _excerpt(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60].rstrip()}…"


_HARMLESS = pattern(
    r"\b(?:no|not(?! null)|never|without|avoid\w*|roll(?:ed|s)? ?back|rollback|down|downgrade"
    r"|revert\w*|undo|instead|if exists|policy|only)\b|回滚|ロールバック|롤백|откат|не ",
    re.IGNORECASE,
)
"""What forbids such a change, undoes one, or speaks of changes in general."""
