"""SL560 manual-backup: backups that wait for somebody to think of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern


class ManualBackup(Rule):
    code = "SL560"
    name = "manual-backup"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        operations = document.operations
        if operations.first("backup-automation"):
            return
        for said in operations.topics.get("manual-backup", ()):
            if _BACKUP.search(said.text) and not _NOT.search(said.text):
                yield self.at(document, said.span, "backups are made by hand")
                return


_BACKUP = pattern(
    r"back(?:ed)?[ -]?(?:ing )?ups?|snapshot|dump|cop(?:y|ies)|frequency|schedule|\A\W*\w+\W*\Z"
    r"|备份|備份|频率|バックアップ|頻度|백업|주기|копи|copia|respaldo"
    r"|sicherung|sauvegarde|sao lưu|kopi",
    re.IGNORECASE,
)
_NOT = pattern(
    r"\b(?:no|not|never|without|restor\w*|recover\w*|migrat\w*|releases?|deploy\w*)\b",
    re.IGNORECASE,
)
"""What denies it, or speaks of a restore or of one backup more."""
