"""SL532 unstated-scaling: a store that nobody says how to make larger."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedScaling(UnstatedTopic):
    code = "SL532"
    name = "unstated-scaling"
    severity = Severity.WARNING
    section = ("performance",)
    topics = ("scaling", "partitioning")
    silence = "scaling"
    served = True
