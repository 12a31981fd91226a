"""SL504 untested-migration: migrations that are tried in production first."""

from __future__ import annotations

from storagelint.judging.pages.asked import DATABASES
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UntestedMigration(UnstatedTopic):
    code = "SL504"
    name = "untested-migration"
    severity = Severity.WARNING
    section = ("migration",)
    topics = ("migration-test",)
    silence = "tests of migrations"
    stores = DATABASES
