"""SL528 unstated-pooling: a database server whose connections nobody counts."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic
from storagelint.model.asked import SERVERS


class UnstatedPooling(UnstatedTopic):
    code = "SL528"
    name = "unstated-pooling"
    severity = Severity.INFO
    section = ("performance",)
    topics = ("pooling",)
    silence = "connection pooling"
    stores = SERVERS
    served = True
