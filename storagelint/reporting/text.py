"""Findings -> lines for people: `path:line:column: CODE [*] severity: message`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storagelint.judging.pages.masking import mask
from storagelint.linting.rule import Diagnostic, Safety, Severity
from storagelint.reporting import Report, Style
from storagelint.reporting.escape import line_start, shown, visible
from storagelint.reporting.width import width as shown_width

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WIDEST = 160
"""How many characters of a source line are shown."""


def render(report: Report, style: Style) -> str:
    """The findings a line each, or a line a rule with statistics, and the summary."""
    lines: list[str] = []
    if style.statistics:
        lines.extend(statistics(report))
    else:
        for diagnostic in report.diagnostics:
            lines.append(_line(diagnostic, style))
            if style.explain:
                lines.extend(_details(diagnostic, report))
    if not style.quiet:
        if report.fixed is not None:
            lines.append(mended("Fixed", report.fixed, report.left))
        lines.append(summary(report))
    return "".join(f"{line}\n" for line in lines)


def summary(report: Report) -> str:
    """`Found 3 errors (1 fixable with ...).`, or that all checks passed.

    Where no document was found nothing has passed.
    """
    counts = report.counts()
    parts = [_number(counts[each], each.value) for each in Severity if counts[each]]
    notes = list(_fixable(report))
    notes += [f"{report.suppressed} suppressed"] if report.suppressed else []
    notes += [f"{report.baselined} known"] if report.baselined else []
    aside = f" ({', '.join(notes)})" if notes else ""
    if parts:
        return f"Found {', '.join(parts)}{aside}."
    return f"All checks passed{aside}." if report.files else "No documents were checked."


def mended(verb: str, fixed: Sequence[Diagnostic], left: int) -> str:
    """`Fixed 3 findings in 2 files.`, with another verb where it is only a preview.

    Of what was left it says how many known findings a fix would have mended.
    """
    files = {path for each in fixed for path in _changed(each)}
    done = f"{_number(len(fixed), 'finding')} in {_number(len(files), 'file')}"
    rest = f" ({_number(left, 'known finding')} left)" if left else ""
    return f"{verb} {done if fixed else 'nothing'}{rest}."


def _changed(finding: Diagnostic) -> Sequence[str]:
    """The files that the fix of a finding changes or writes."""
    created = finding.fix.creates if finding.fix else ()
    return [file.path for file in created] or [finding.path]


def _fixable(report: Report) -> Iterator[str]:
    fixes = report.fixes()
    if fixes[Safety.SAFE]:
        yield f"{fixes[Safety.SAFE]} fixable with `storagelint fix`"
        if fixes[Safety.UNSAFE]:
            yield f"{fixes[Safety.UNSAFE]} more with `--unsafe`"
    elif fixes[Safety.UNSAFE]:
        yield f"{fixes[Safety.UNSAFE]} fixable with `storagelint fix --unsafe`"


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number != 1 else "")


def _line(diagnostic: Diagnostic, style: Style) -> str:
    span = diagnostic.span
    place = f"{line_start(diagnostic.path)}:{span.line}:{span.column}:"
    code, severity = diagnostic.code, f"{diagnostic.severity.value}:"
    is_mended = diagnostic.fix is not None and diagnostic.fix.safety is Safety.SAFE
    mark = " [*]" if is_mended else ""
    if style.color:
        color = _COLORS[diagnostic.severity]
        place, severity = f"\x1b[1m{place}\x1b[0m", f"\x1b[{color}m{severity}\x1b[0m"
        code = f"\x1b[1;{color}m{code}\x1b[0m"
    return f"{place} {code}{mark} {severity} {shown(diagnostic.message)}"


def _details(diagnostic: Diagnostic, report: Report) -> Iterator[str]:
    source = report.sources.get(diagnostic.path)
    if source is not None and 0 < diagnostic.span.line <= len(source.lines):
        yield from _excerpt(source.lines[diagnostic.span.line - 1], diagnostic)
    for clause in diagnostic.evidence:
        yield f"    = because {shown(clause)}"
    if diagnostic.fix:
        yield f"    = {diagnostic.fix.safety.value} fix: {shown(diagnostic.fix.title)}"


def _excerpt(line: str, diagnostic: Diagnostic) -> Iterator[str]:
    """The source line with carets below the place; no carets where a secret was masked."""
    span = diagnostic.span
    number = str(span.line)
    hidden = mask(line)
    shown_line = visible(hidden)
    cut = shown_line if len(shown_line) <= _WIDEST else shown_line[: _WIDEST - 1] + "…"
    yield f"  {number} | {cut}"
    before = shown_width(visible(line[: span.column - 1]))
    end = span.end_column if span.end_line == span.line else len(line) + 1
    under = shown_width(visible(line[span.column - 1 : end - 1]))
    if hidden == line and before < _WIDEST:
        carets = "^" * max(1, min(under, _WIDEST - before))
        yield f"  {' ' * len(number)} | {' ' * before}{carets}"


def statistics(report: Report) -> Iterator[str]:
    """`12 SL401 foreign-key-without-index`, a line for each rule."""
    rows = report.by_rule()
    width = max((len(str(number)) for _, number in rows), default=0)
    for diagnostic, number in rows:
        yield f"{number:>{width}} {diagnostic.code} {diagnostic.name}"
