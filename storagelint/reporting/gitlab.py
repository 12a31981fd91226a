"""Findings -> GitLab's code quality report: a list of issues, each known by its fingerprint."""

from __future__ import annotations

from typing import Any

from storagelint.linting.engine_rules import INCOMPLETE
from storagelint.linting.fingerprint import fingerprints
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.reporting import Report, Style
from storagelint.reporting.escape import json_text, shown

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_INCOMPLETE = "critical"


def render(report: Report, style: Style) -> str:
    """A JSON list of issues; the format has no place for statistics."""
    marks = fingerprints(report.diagnostics)
    issues = [_issue(each, mark) for each, mark in zip(report.diagnostics, marks, strict=True)]
    return json_text(issues) + "\n"


def _issue(diagnostic: Diagnostic, mark: str) -> dict[str, Any]:
    span, severity = diagnostic.span, _SEVERITIES[diagnostic.severity]
    return {
        "description": f"{diagnostic.code} {shown(diagnostic.message)}",
        "check_name": diagnostic.name,
        "fingerprint": mark,
        "severity": _INCOMPLETE if diagnostic.code in INCOMPLETE else severity,
        "location": {
            "path": shown(diagnostic.path),
            "lines": {"begin": span.line, "end": max(span.line, span.end_line)},
        },
    }
