"""SL558 unstated-disaster-recovery: a backup plan for everything but the loss of the site."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedDisasterRecovery(UnstatedTopic):
    code = "SL558"
    name = "unstated-disaster-recovery"
    severity = Severity.WARNING
    section = ("backup",)
    topics = ("disaster-recovery", "replication")
    silence = "disaster recovery"
