"""SL008 fix-did-not-converge: fixes that were not made; the engine reports it."""

from __future__ import annotations

from storagelint.linting.rule import Rule, Severity


class FixDidNotConverge(Rule):
    code = "SL008"
    name = "fix-did-not-converge"
    severity = Severity.ERROR
