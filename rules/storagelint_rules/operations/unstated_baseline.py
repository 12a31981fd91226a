"""SL506 unstated-baseline: a migration section that does not say what the first migration holds."""

from __future__ import annotations

from storagelint.judging.pages.asked import SCHEMAS
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UnstatedBaseline(UnstatedTopic):
    code = "SL506"
    name = "unstated-baseline"
    severity = Severity.INFO
    section = ("initial-setup", "migration")
    topics = ("baseline",)
    silence = "the baseline that migrations start from"
    stores = SCHEMAS
