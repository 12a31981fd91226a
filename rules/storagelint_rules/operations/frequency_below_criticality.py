"""SL563 frequency-below-criticality: backups that are too rare for what the data is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.stores.recovery import backup_interval, criticality, is_between_recoverable
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class FrequencyBelowCriticality(Rule):
    code = "SL563"
    name = "frequency-below-criticality"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {
        "critical-backup-hours": 1,
        "important-backup-hours": 24,
        "standard-backup-hours": 168,
    }

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        level = criticality(document)
        interval = backup_interval(document)
        frequent = document.operations.first("backup-frequency")
        if level is None or interval is None or frequent is None:
            return
        most = context.options[f"{level}-backup-hours"]
        if interval > most * 3600 and not is_between_recoverable(document):
            yield self.at(
                document,
                frequent.span,
                f"backups of {level} data are {interval / 3600:,g} hours apart, more than {most:g}",
            )
