"""Findings -> workflow commands of GitHub Actions, which become notes on a pull request's lines."""

from __future__ import annotations

from storagelint.linting.rule import Diagnostic, Severity
from storagelint.reporting import Report, Style, text
from storagelint.reporting.escape import shown

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, style: Style) -> str:
    """A `::error ...::` line for each finding; statistics and the summary are lines of the log."""
    lines = [_command(each, style) for each in report.diagnostics]
    if style.statistics:
        lines.extend(text.statistics(report))
    if not style.quiet:
        lines.append(text.summary(report))
    return "".join(f"{line}\n" for line in lines)


def _command(diagnostic: Diagnostic, style: Style) -> str:
    span = diagnostic.span
    place: dict[str, str | int] = {
        "file": diagnostic.path,
        "line": span.line,
        "endLine": span.end_line,
    }
    if span.line == span.end_line:
        place |= {"col": span.column, "endColumn": span.end_column}
    place["title"] = f"{diagnostic.code} {diagnostic.name}"
    properties = ",".join(f"{key}={_property(value)}" for key, value in place.items())
    clauses = [diagnostic.message]
    if style.explain:
        clauses += [f"because {clause}" for clause in diagnostic.evidence]
    message = "\n".join(map(shown, clauses)).translate(_DATA)
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{message}"


def _property(value: str | int) -> str:
    return shown(str(value)).translate(_PROPERTY)
