"""Findings -> a summary in Markdown, for the comment of a pull request or the page of a job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from storagelint.linting.rule import Diagnostic, Severity
from storagelint.patterns import pattern
from storagelint.reporting import Report, Style, text
from storagelint.reporting.escape import shown, uri

MOST = 50
"""How many findings are shown; the rest is counted."""
_MOST_CHARACTERS = 50_000
"""A comment on GitHub holds 65,536."""
_LONGEST = 300
"""How many characters of a message are shown."""

_MARKUP = pattern(r"[&<>|`*_{}\[\]\\~$#@:!%^]|(?i:(?<=www)\.)")
"""What may begin markup, an HTML tag, a link, or a reference to a person or an issue."""
_REFERENCE = "@#:!%~$&"
"""What a forge makes a link of even where it is written as an entity: cut off from its name."""


def render(report: Report, style: Style) -> str:
    """Counts, then a table for each document: the weightiest findings where there are too many."""
    blocks = [] if style.quiet else [f"### storagelint\n\n{text.summary(report)}"]
    shown_rows = _weightiest(report.diagnostics, style)
    for path, rows in groupby(shown_rows, lambda pair: pair[0].path):
        lines = (_HEAD, *(row for _, row in rows))
        blocks.append(f"#### [{_plain(path)}]({uri(path)})\n\n" + "\n".join(lines))
    if left := len(report.diagnostics) - len(shown_rows):
        blocks.append(f"{left:,} more {'findings are' if left > 1 else 'finding is'} not shown.")
    if style.statistics and report.diagnostics:
        blocks.append("\n".join(_statistics(report)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


_HEAD = "| line | severity | rule | finding |\n| ---: | --- | --- | --- |"


def _weightiest(found: Sequence[Diagnostic], style: Style) -> list[tuple[Diagnostic, str]]:
    """The findings that are shown, in their own order, each with its row."""
    order = sorted(range(len(found)), key=lambda at: -found[at].severity.weight)
    rows: dict[int, str] = {}
    room = _MOST_CHARACTERS
    for at in islice(order, MOST):
        row = _row(found[at], style)
        room -= len(row) + len(uri(found[at].path))
        if room < 0:
            break
        rows[at] = row
    return [(found[at], rows[at]) for at in sorted(rows)]


def _row(diagnostic: Diagnostic, style: Style) -> str:
    line = diagnostic.span.line
    clauses = [diagnostic.message]
    if style.explain:
        clauses += [f"because {clause}" for clause in diagnostic.evidence]
    cells = (
        f"[{line}]({uri(diagnostic.path)}?plain=1#L{line})",
        _bold(diagnostic.severity),
        _plain(f"{diagnostic.code} {diagnostic.name}"),
        "<br>".join(_plain(clause) for clause in clauses),
    )
    return f"| {' | '.join(cells)} |"


def _bold(severity: Severity) -> str:
    return f"**{severity.value}**" if severity is Severity.ERROR else severity.value


def _statistics(report: Report) -> Iterator[str]:
    yield "| findings | rule |"
    yield "| ---: | --- |"
    for each, number in report.by_rule():
        yield f"| {number} | {_plain(f'{each.code} {each.name}')} |"


def _plain(words: str) -> str:
    """Text as it reads, whatever marks stand in it; one line, and no cell ends in it."""
    line = shown(words)
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 1] + "…"
    return _MARKUP.sub(lambda found: _entity(found[0]), line)


def _entity(letter: str) -> str:
    cut = "<!-- -->" if letter in _REFERENCE else ""
    return f"&#{ord(letter)};{cut}"
