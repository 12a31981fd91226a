"""SL551 unstated-backup-frequency: backups of which nobody knows how often they are made."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedBackupFrequency(UnstatedTopic):
    code = "SL551"
    name = "unstated-backup-frequency"
    severity = Severity.ERROR
    section = ("backup",)
    topics = ("backup-frequency",)
    silence = "how often backups are made"
