"""SL006 unknown-rule: a suppression or a setting that names no rule; the engine reports it."""

from __future__ import annotations

from storagelint.linting.rule import Rule, Severity


class UnknownRule(Rule):
    code = "SL006"
    name = "unknown-rule"
    severity = Severity.WARNING
