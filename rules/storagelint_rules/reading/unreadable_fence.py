"""SL004 unreadable-fence: a schema in a fence that cannot be read; the engine reports it."""

from __future__ import annotations

from storagelint.linting.rule import Rule, Severity


class UnreadableFence(Rule):
    code = "SL004"
    name = "unreadable-fence"
    severity = Severity.WARNING
