"""SL552 unstated-backup-retention: backups of which nobody knows how long they last."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedBackupRetention(UnstatedTopic):
    code = "SL552"
    name = "unstated-backup-retention"
    severity = Severity.ERROR
    section = ("backup",)
    topics = ("backup-retention",)
    silence = "how long backups are kept"
