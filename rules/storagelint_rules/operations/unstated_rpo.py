"""SL555 unstated-rpo: a backup plan that leaves open how much may be lost."""

from __future__ import annotations

from storagelint.judging.stores.recovery import log_interval
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedAmount
from storagelint.model import Document


class UnstatedRpo(UnstatedAmount):
    code = "SL555"
    name = "unstated-rpo"
    severity = Severity.ERROR
    section = ("backup",)
    topics = ("rpo",)
    silence = "how much data may be lost (RPO)"

    def is_stated(self, document: Document) -> bool:
        """Whether it gives the amount, or how often the log that fills the gaps is backed up."""
        return UnstatedAmount.is_stated(self, document) or log_interval(document) is not None
