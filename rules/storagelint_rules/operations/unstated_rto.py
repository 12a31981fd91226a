"""SL553 unstated-rto: a backup plan that leaves open when the store is back."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedAmount


class UnstatedRto(UnstatedAmount):
    code = "SL553"
    name = "unstated-rto"
    severity = Severity.ERROR
    section = ("backup",)
    topics = ("rto",)
    silence = "how long a recovery may take (RTO)"
