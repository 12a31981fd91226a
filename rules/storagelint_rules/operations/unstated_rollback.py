"""SL501 unstated-rollback: a migration section that does not say how to go back."""

from __future__ import annotations

from storagelint.judging.pages.asked import DATABASES
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedRollback(UnstatedTopic):
    code = "SL501"
    name = "unstated-rollback"
    severity = Severity.ERROR
    section = ("migration",)
    topics = ("rollback",)
    silence = "rollback"
    stores = DATABASES
