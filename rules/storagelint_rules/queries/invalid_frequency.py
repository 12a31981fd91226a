"""SL455 invalid-frequency: a frequency that is none of High, Medium, Low and no rate."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, QueryPattern
from storagelint.vocabulary.nearest import nearest

_SCALE = ("High", "Medium", "Low")


class InvalidFrequency(Rule):
    """Only in kinds whose tables of queries have the column."""

    code = "SL455"
    name = "invalid-frequency"
    severity = Severity.ERROR
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        table = context.kind.tables.get("queries")
        if table is None or "frequency" not in table.columns:
            return
        for query in document.queries:
            if not query.frequency_text or query.frequency or query.frequency_span is None:
                continue
            yield self.at(
                document,
                query.frequency_span,
                f"frequency {query.frequency_text} of query «{query.name}» is not high, medium,"
                " low or a rate",
                fix=_fix(query),
            )


def _fix(query: QueryPattern) -> Fix | None:
    """The word of the scale that was mistyped, if one is plainly meant."""
    meant = nearest(query.frequency_text or "", _SCALE)
    if meant is None or query.frequency_span is None:
        return None
    return Fix(f"Write {meant}", (Edit(query.frequency_span, meant),))
