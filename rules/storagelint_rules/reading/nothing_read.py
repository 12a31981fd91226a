"""SL009 nothing-read: a document at a design's place with nothing of one; the engine reports it."""

from __future__ import annotations

from storagelint.linting.rule import Rule, Severity


class NothingRead(Rule):
    code = "SL009"
    name = "nothing-read"
    severity = Severity.INFO
