"""SL559 untested-restore: backups that nobody has restored."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic


class UntestedRestore(UnstatedTopic):
    code = "SL559"
    name = "untested-restore"
    severity = Severity.WARNING
    section = ("backup",)
    topics = ("restore-test",)
    silence = "restore tests"
