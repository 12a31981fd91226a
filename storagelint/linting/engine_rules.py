"""What the engine itself reports: files, rules and contents that could not be read or checked."""

from __future__ import annotations

from dataclasses import dataclass

from storagelint.linting.rule import Diagnostic, Severity
from storagelint.source import Span

START = Span(1, 1, 1, 1)
"""The place of findings about a whole document."""


@dataclass(frozen=True, slots=True)
class EngineRule:
    """A finding that no rule makes. The module and the page of its name stand with the rules."""

    code: str
    name: str
    severity: Severity

    def at(self, path: str, span: Span, message: str) -> Diagnostic:
        """The finding at a place of a document."""
        return Diagnostic(self.code, self.name, self.severity, message, path, span)


UNREADABLE_FILE = EngineRule("SL001", "unreadable-file", Severity.ERROR)
RULE_CRASHED = EngineRule("SL002", "rule-crashed", Severity.ERROR)
CONTENT_NOT_READ = EngineRule("SL003", "content-not-read", Severity.ERROR)
UNREADABLE_FENCE = EngineRule("SL004", "unreadable-fence", Severity.WARNING)
UNUSED_SUPPRESSION = EngineRule("SL005", "unused-suppression", Severity.WARNING)
UNKNOWN_RULE = EngineRule("SL006", "unknown-rule", Severity.WARNING)
FIX_DID_NOT_CONVERGE = EngineRule("SL008", "fix-did-not-converge", Severity.ERROR)
NOTHING_READ = EngineRule("SL009", "nothing-read", Severity.INFO)

ENGINE_RULES = {
    rule.code: rule
    for rule in (
        UNREADABLE_FILE,
        RULE_CRASHED,
        CONTENT_NOT_READ,
        UNREADABLE_FENCE,
        UNUSED_SUPPRESSION,
        UNKNOWN_RULE,
        FIX_DID_NOT_CONVERGE,
        NOTHING_READ,
    )
}

INCOMPLETE = frozenset([UNREADABLE_FILE.code, RULE_CRASHED.code, CONTENT_NOT_READ.code])
"""The codes that say that the run is incomplete: nothing silences them, and they exit 2."""
