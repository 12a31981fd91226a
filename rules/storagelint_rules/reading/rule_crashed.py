"""SL002 rule-crashed: a rule that failed; the engine reports it."""

from __future__ import annotations

from storagelint.linting.rule import Rule, Severity


class RuleCrashed(Rule):
    code = "SL002"
    name = "rule-crashed"
    severity = Severity.ERROR
