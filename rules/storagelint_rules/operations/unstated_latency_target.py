"""SL529 unstated-latency-target: a performance section without a response time to hold it to."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedLatencyTarget(UnstatedTopic):
    code = "SL529"
    name = "unstated-latency-target"
    severity = Severity.WARNING
    section = ("performance",)
    topics = ("latency-target",)
    silence = "a latency target"
