"""SL502 unstated-migration-tool: migrations that no tool is named for."""

from __future__ import annotations

from storagelint.judging.pages.asked import SCHEMAS
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedMigrationTool(UnstatedTopic):
    code = "SL502"
    name = "unstated-migration-tool"
    severity = Severity.WARNING
    section = ("migration",)
    topics = ("migration-tool",)
    silence = "the migration tool"
    stores = SCHEMAS
