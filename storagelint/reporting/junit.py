"""Findings -> JUnit XML: a test suite for each document, a test case for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from storagelint.linting.engine_rules import INCOMPLETE
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.reporting import Report, Style
from storagelint.reporting.escape import shown


def render(report: Report, style: Style) -> str:
    """Errors and warnings fail, what could not be checked is an error, infos pass with a note.

    A document without findings is one test case that passes. Statistics are the properties of a
    test suite of their own.
    """
    by_path: dict[str, list[Diagnostic]] = {path: [] for path in report.paths}
    for diagnostic in report.diagnostics:
        by_path.setdefault(diagnostic.path, []).append(diagnostic)
    paths = sorted(by_path)
    suites = [line for path in paths for line in _suite(path, by_path[path], style)]
    if style.statistics:
        suites.extend(_statistics(report))
    tests = sum(max(1, len(by_path[path])) for path in paths)
    totals = _attributes(name="storagelint", tests=tests, **_totals(report.diagnostics))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{totals}>"]
    return "".join(f"{line}\n" for line in (*lines, *suites, "</testsuites>"))


def _suite(path: str, found: Sequence[Diagnostic], style: Style) -> Iterator[str]:
    totals = _attributes(name=path, tests=max(1, len(found)), **_totals(found))
    yield f"  <testsuite{totals}>"
    for diagnostic in found:
        yield from _case(diagnostic, style)
    if not found:
        yield f"    <testcase{_attributes(name='no findings', classname=path)}/>"
    yield "  </testsuite>"


def _case(diagnostic: Diagnostic, style: Style) -> Iterator[str]:
    line, column, *_ = diagnostic.span
    name = f"{diagnostic.code} {diagnostic.name} {line}:{column}"
    evidence = [f"because {clause}" for clause in diagnostic.evidence if style.explain]
    place = f"{diagnostic.path}:{line}:{column}"
    body = "\n".join(_text(each) for each in (f"{place}: {diagnostic.message}", *evidence))
    yield f"    <testcase{_attributes(name=name, classname=diagnostic.path)}>"
    match _outcome(diagnostic):
        case "system-out":
            yield f"      <system-out>{body}</system-out>"
        case outcome:
            what = _attributes(type=diagnostic.severity.value, message=diagnostic.message)
            yield f"      <{outcome}{what}>{body}</{outcome}>"
    yield "    </testcase>"


def _statistics(report: Report) -> Iterator[str]:
    rows = report.by_rule()
    if rows:
        yield f"  <testsuite{_attributes(name='statistics', tests=0)}>"
        yield "    <properties>"
        for each, number in rows:
            property_ = _attributes(name=f"{each.code} {each.name}", value=number)
            yield f"      <property{property_}/>"
        yield "    </properties>"
        yield "  </testsuite>"


def _outcome(diagnostic: Diagnostic) -> str:
    if diagnostic.code in INCOMPLETE:
        return "error"
    return "system-out" if diagnostic.severity is Severity.INFO else "failure"


def _totals(found: Sequence[Diagnostic]) -> dict[str, int]:
    outcomes = [_outcome(diagnostic) for diagnostic in found]
    return {"failures": outcomes.count("failure"), "errors": outcomes.count("error")}


def _attributes(**values: str | int) -> str:
    return "".join(f' {name}="{_text(str(value))}"' for name, value in values.items())


def _text(text: str) -> str:
    return escape(shown(text), {'"': "&quot;"})
