"""SL003 content-not-read: contents beyond the limits of the reader; the engine reports it."""

from __future__ import annotations

from storagelint.linting.rule import Rule, Severity


class ContentNotRead(Rule):
    code = "SL003"
    name = "content-not-read"
    severity = Severity.ERROR
