"""SL528 unstated-pooling: a database server whose connections nobody counts."""

from __future__ import annotations

from storagelint.judging.pages.asked import SERVERS
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedPooling(UnstatedTopic):
    code = "SL528"
    name = "unstated-pooling"
    severity = Severity.INFO
    section = ("performance",)
    topics = ("pooling",)
    silence = "connection pooling"
    stores = SERVERS
    served = True
