"""SL557 unstated-point-in-time-recovery: a backup plan that leaves the moments open."""

from __future__ import annotations

from storagelint.judging.pages.asked import DATABASES
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedPointInTimeRecovery(UnstatedTopic):
    code = "SL557"
    name = "unstated-point-in-time-recovery"
    severity = Severity.WARNING
    section = ("backup",)
    topics = ("point-in-time-recovery",)
    silence = "point-in-time recovery"
    stores = DATABASES
    served = True
