"""SL005 unused-suppression: a comment that silences nothing; the engine reports it."""

from __future__ import annotations

from storagelint.linting.rule import Rule, Safety, Severity


class UnusedSuppression(Rule):
    code = "SL005"
    name = "unused-suppression"
    severity = Severity.WARNING
    fixable = Safety.SAFE
