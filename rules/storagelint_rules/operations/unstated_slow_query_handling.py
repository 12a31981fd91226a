"""SL537 unstated-slow-query-handling: slow queries that nobody will find."""

from __future__ import annotations

from storagelint.judging.pages.asked import DATABASES
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedSlowQueryHandling(UnstatedTopic):
    code = "SL537"
    name = "unstated-slow-query-handling"
    severity = Severity.INFO
    section = ("performance",)
    topics = ("slow-queries",)
    silence = "slow queries"
    stores = DATABASES
    served = True
