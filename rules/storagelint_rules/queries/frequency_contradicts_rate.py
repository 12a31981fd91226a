"""SL456 frequency-contradicts-rate: High, Medium or Low beside a rate that is something else."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Frequency, QueryPattern
from storagelint.source import Span

_RANGES = {
    Frequency.HIGH: (100.0, float("inf")),
    Frequency.MEDIUM: (10.0, 100.0),
    Frequency.LOW: (0.0, 10.0),
}
"""Requests a second; the bounds themselves belong to both sides."""


class FrequencyContradictsRate(Rule):
    """Only in kinds that define the scale."""

    code = "SL456"
    name = "frequency-contradicts-rate"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        table = context.kind.tables.get("queries")
        if table is None or "frequency" not in table.columns:
            return
        for query in document.queries:
            if query.rate is None or query.frequency is None or query.frequency_span is None:
                continue
            low, high = _RANGES[query.frequency]
            if low <= query.rate <= high:
                continue
            yield self.at(
                document,
                query.frequency_span,
                f"frequency of query «{query.name}» is {query.frequency} at"
                f" {query.rate:,.4g} requests a second",
                fix=_fix(query, document),
            )


def _fix(query: QueryPattern, document: Document) -> Fix | None:
    """Another word, where the cell opens with one of the scale's."""
    span, rate = query.frequency_span, query.rate
    assert span is not None
    assert rate is not None
    written = document.page.source.lines[span.line - 1][span.column - 1 :]
    word = next((each for each in Frequency if written.casefold().startswith(each)), None)
    if word is None:
        return None
    right = next(each for each, (low, high) in _RANGES.items() if low <= rate <= high)
    end = span.column + len(word)
    place = Span(span.line, span.column, span.line, end)
    return Fix(f"Write {right.capitalize()}", (Edit(place, right.capitalize()),))
