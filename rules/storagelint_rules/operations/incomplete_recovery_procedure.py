"""SL561 incomplete-recovery-procedure: a recovery of which only the middle is written down."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.asked import asked
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class IncompleteRecoveryProcedure(Rule):
    """Three steps: choose the backup, restore it, verify the result."""

    code = "SL561"
    name = "incomplete-recovery-procedure"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        found = asked(document, context.kind, "backup")
        if found is None:
            return
        severity = self.severity if found.required else self.severity.lower()
        operations = document.operations
        said = operations.first("restore-procedure")
        missing = [what for topic, what in _STEPS.items() if not operations.first(topic)]
        heading = f"section {found.fact.heading}"
        if said is None:
            message = f"{heading} says nothing of the steps of a recovery"
            yield self.at(document, found.fact.span, message, severity=severity)
        elif missing:
            message = f"recovery procedure says nothing of {' and '.join(missing)}"
            yield self.at(document, said.span, message, severity=severity)


_STEPS = {
    "restore-choice": "which backup is chosen",
    "restore-check": "how the result is verified",
}
