"""A finding -> whether a comment silences it."""

from __future__ import annotations

from dataclasses import dataclass, field

from storagelint.linting.rule import Diagnostic
from storagelint.linting.selection import match_rule
from storagelint.source import Span

VERBS = ("ignore", "ignore-file")
"""What a comment that silences rules begins with."""
OTHER_VERBS = ("kind:", "scaffold", "scaffold:")
"""What other comments to storagelint begin with."""


@dataclass(slots=True)
class Suppression:
    """A comment that silences rules on some lines."""

    span: Span
    """Where the comment stands."""
    selectors: tuple[str, ...]
    """Codes, prefixes and names as written; where there are none it silences nothing."""
    reason: str
    first_line: int
    last_line: int
    """The lines that it is about, both inclusive."""
    used: set[str] = field(default_factory=set)
    """The selectors that have silenced something."""
    misread: str = ""
    """The word that it begins with, where that is none of them."""

    def silences(self, diagnostic: Diagnostic) -> bool:
        """Whether it is about a finding; remembers which of its selectors were."""
        if not self.first_line <= diagnostic.span.line <= self.last_line:
            return False
        found = {
            selector
            for selector in self.selectors
            if match_rule(selector, diagnostic.code, diagnostic.name) is not None
        }
        self.used |= found
        return bool(found)
