"""SL534 unstated-monitoring: a store that nobody watches."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedMonitoring(UnstatedTopic):
    code = "SL534"
    name = "unstated-monitoring"
    severity = Severity.WARNING
    section = ("performance",)
    topics = ("monitoring", "slow-queries")
    silence = "monitoring"
    served = True
