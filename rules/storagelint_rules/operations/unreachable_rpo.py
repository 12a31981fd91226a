"""SL556 unreachable-rpo: a loss of data that the backups cannot keep so small."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.stores.recovery import backup_interval, is_between_recoverable
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern


class UnreachableRpo(Rule):
    code = "SL556"
    name = "unreachable-rpo"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        interval = backup_interval(document)
        operations = document.operations
        if interval is None or is_between_recoverable(document):
            return
        for figure in operations.figures.get("rpo", ()):
            text = " ".join(said.text for said in operations.topics.get("backup-frequency", ()))
            if figure.value is None or not 0 <= figure.value < interval or _COPIES.search(text):
                continue
            yield self.at(
                document,
                figure.span,
                f"recovery point objective of {figure.text.strip()} is shorter than the interval"
                " of the backups",
                evidence=(f"backups are {interval / 3600:g} hours apart",),
            )


_COPIES = pattern(
    r"continuous|stream|replic|\bwal\b|binlog|oplog|log ship|journal|cdc"
    r"|实时|流复制|複製|복제|репликац",
    re.IGNORECASE,
)
"""Copies that are made between the backups."""
