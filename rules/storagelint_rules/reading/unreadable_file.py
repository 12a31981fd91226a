"""SL001 unreadable-file: a file whose text cannot be had; the engine reports it."""

from __future__ import annotations

from storagelint.linting.rule import Rule, Severity


class UnreadableFile(Rule):
    code = "SL001"
    name = "unreadable-file"
    severity = Severity.ERROR
