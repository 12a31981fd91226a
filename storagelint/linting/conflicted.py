"""Findings -> the same without the fixes of documents that a merge left with both sides (SL007)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storagelint.linting.rule import Diagnostic

_CONFLICT_MARKER = "SL007"


def without_their_fixes(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings in their order; what is mended in one side of a merge, the other undoes."""
    conflicted = {each.path for each in findings if each.code == _CONFLICT_MARKER}
    return [
        replace(each, fix=None) if each.fix and each.path in conflicted else each
        for each in findings
    ]
