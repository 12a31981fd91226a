"""Findings -> SARIF 2.1.0: rules with their pages, results, fixes and notifications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storagelint import __version__
from storagelint.judging.pages.masking import mask
from storagelint.linting.engine_rules import INCOMPLETE
from storagelint.linting.fingerprint import fingerprints
from storagelint.linting.registry import page, summary
from storagelint.linting.rule import Diagnostic, Edit, Severity
from storagelint.reporting import Report, Style
from storagelint.reporting.escape import json_text, shown, uri
from storagelint.source import Source, Span

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_FINGERPRINT = "storagelintFinding/v1"
_BASE = "SRCROOT"
"""What all paths are relative to, wherever that is on a machine."""
_MEANINGS = {
    0: "nothing at or above the severity that fails",
    1: "findings",
    2: "something could not be read or checked",
}


def render(report: Report, style: Style) -> str:
    """One run: the rules that found something with their pages, and a result a finding.

    What could not be read or checked is a result, and a notification of the invocation as well.
    """
    codes = sorted({diagnostic.code: diagnostic for diagnostic in report.diagnostics})
    places = {code: place for place, code in enumerate(codes)}
    marks = fingerprints(report.diagnostics)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "storagelint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(code, report) for code in codes],
            }
        },
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {
            _BASE: {"description": {"text": "The top of the repository, or the project's root."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(each, places[each.code], mark, report)
            for each, mark in zip(report.diagnostics, marks, strict=True)
        ],
    }
    if style.statistics:
        run["properties"] = {
            "statistics": [
                {"code": each.code, "name": each.name, "count": number}
                for each, number in report.by_rule()
            ]
        }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(code: str, report: Report) -> dict[str, Any]:
    rule = report.rules.get(code)
    found = next(each for each in report.diagnostics if each.code == code)
    name, severity = (rule.name, rule.severity) if rule else (found.name, found.severity)
    described: dict[str, Any] = {
        "id": code,
        "name": name,
        "shortDescription": {"text": f"{name.replace('-', ' ').capitalize()}."},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }
    text = page(rule) if rule else None
    if text:
        described["fullDescription"] = {"text": summary(text)}
        described["help"] = {"text": text, "markdown": text}
    if rule:
        described["properties"] = {"tags": [type(rule).__module__.split(".")[-2]]}
    return described


def _invocation(report: Report) -> dict[str, Any]:
    incomplete = [each for each in report.diagnostics if each.code in INCOMPLETE]
    return {
        "executionSuccessful": not incomplete and not report.problems,
        "exitCode": report.exit_status,
        "exitCodeDescription": _MEANINGS[report.exit_status],
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": each.code},
                "level": "error",
                "message": {"text": _message(each.message)},
                "locations": [{"physicalLocation": _physical(each)}],
            }
            for each in incomplete
        ],
        "toolConfigurationNotifications": [
            {"level": "error", "message": {"text": _message(problem)}}
            for problem in report.problems
        ],
    }


def _result(diagnostic: Diagnostic, rule: int, mark: str, report: Report) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(diagnostic)}
    if names := [shown(name) for name in (diagnostic.entity, diagnostic.field) if name]:
        kind = "member" if diagnostic.field else "type"
        location["logicalLocations"] = [
            {"name": names[-1], "fullyQualifiedName": ".".join(names), "kind": kind}
        ]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": _message(diagnostic.message)},
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: mark},
    }
    if diagnostic.fix and _is_whole(diagnostic.fix.edits):
        changes = _changes(diagnostic, report.sources.get(diagnostic.path))
        title = {"text": _message(diagnostic.fix.title)}
        result["fixes"] = [{"description": title, "artifactChanges": [changes]}]
    properties: dict[str, Any] = {}
    if diagnostic.fix:
        properties["fixSafety"] = diagnostic.fix.safety.value
    if diagnostic.evidence:
        properties["evidence"] = [shown(clause) for clause in diagnostic.evidence]
    return result | ({"properties": properties} if properties else {})


def _is_whole(edits: Iterable[Edit]) -> bool:
    """Whether the edits hold no secret: one that is masked would write the mask."""
    texts = [edit.text for edit in edits]
    return bool(texts) and all(mask(text) == text for text in texts)


def _changes(diagnostic: Diagnostic, source: Source | None) -> dict[str, Any]:
    newline = source.newline if source else "\n"
    return {
        "artifactLocation": {"uri": uri(diagnostic.path), "uriBaseId": _BASE},
        "replacements": [
            {
                "deletedRegion": _region(edit.span),
                "insertedContent": {"text": edit.text.replace("\n", newline)},
            }
            for edit in (diagnostic.fix.edits if diagnostic.fix else ())
        ],
    }


def _physical(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": uri(diagnostic.path), "uriBaseId": _BASE},
        "region": _region(diagnostic.span),
    }


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _message(text: str) -> str:
    """The text with braces that begin no placeholder and brackets that make no link."""
    return shown(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
