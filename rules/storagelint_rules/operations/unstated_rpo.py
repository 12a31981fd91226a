"""SL555 unstated-rpo: a backup plan that leaves open how much may be lost."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedAmount


class UnstatedRpo(UnstatedAmount):
    code = "SL555"
    name = "unstated-rpo"
    severity = Severity.ERROR
    section = ("backup",)
    topics = ("rpo",)
    silence = "how much data may be lost (RPO)"
