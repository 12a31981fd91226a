"""Findings -> the JSON of the public contract; it only ever gains keys."""

from __future__ import annotations

from typing import Any

from storagelint.linting.rule import Diagnostic, Severity
from storagelint.reporting import Report, Style
from storagelint.reporting.escape import json_text


def render(report: Report, style: Style) -> str:
    """`version`, `diagnostics` and `summary`, and `statistics` where they are asked for."""
    counts = report.counts()
    data: dict[str, Any] = {
        "version": 1,
        "diagnostics": [_diagnostic(each) for each in report.diagnostics],
        "summary": {
            "files": report.files,
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "infos": counts[Severity.INFO],
            "suppressed": report.suppressed,
            "baselined": report.baselined,
            "fixable": report.fixable,
        },
    }
    if report.fixed is not None:
        data["fixed"] = [_diagnostic(each) for each in report.fixed]
        data["summary"]["fixed"] = len(report.fixed)
    if style.statistics:
        data["statistics"] = [
            {"code": each.code, "name": each.name, "count": number}
            for each, number in report.by_rule()
        ]
    return json_text(data) + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    fix, span = diagnostic.fix, diagnostic.span
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "path": diagnostic.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "entity": diagnostic.entity,
        "field": diagnostic.field,
        "fix": {"safety": fix.safety.value, "title": fix.title} if fix else None,
        "evidence": list(diagnostic.evidence),
        "url": None,
    }
