"""SL505 no-backup-before-migration: migrations that run without a way back to the data."""

from __future__ import annotations

from storagelint.judging.pages.asked import DATABASES
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class NoBackupBeforeMigration(UnstatedTopic):
    code = "SL505"
    name = "no-backup-before-migration"
    severity = Severity.WARNING
    section = ("migration",)
    topics = ("pre-migration-backup",)
    silence = "a backup before migrations"
    stores = DATABASES
