"""SL501 unstated-rollback: a migration section that does not say how to go back."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic
from storagelint.model.asked import DATABASES


class UnstatedRollback(UnstatedTopic):
    code = "SL501"
    name = "unstated-rollback"
    severity = Severity.ERROR
    section = ("migration",)
    topics = ("rollback",)
    silence = "rollback"
    stores = DATABASES
