"""SL504 untested-migration: migrations that are tried in production first."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic
from storagelint.model.asked import DATABASES


class UntestedMigration(UnstatedTopic):
    code = "SL504"
    name = "untested-migration"
    severity = Severity.WARNING
    section = ("migration",)
    topics = ("migration-test",)
    silence = "tests of migrations"
    stores = DATABASES
