"""SL265 incomplete-time-series: a measurement that lacks tags, fields or retention."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.store_parts import incomplete, words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, EntityKind

_PARTS = {
    "tags": words("tags?", "labels?", "dimensions?", "segment", "标签"),
    "fields": words("fields?", "values?", "metrics?", "columns?", "字段"),
    "retention": words("retention", "retain", "keep", "kept", "expir", "ttl", "drop_after", "保留"),
    "downsampling": words(
        "downsampl", "roll-?ups?", "aggregat", "continuous", "resolution", "降采样", "聚合"
    ),
}
"""What must be said -> the words by which it is known."""


class IncompleteTimeSeries(Rule):
    code = "SL265"
    name = "incomplete-time-series"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("entities") is None:
            return
        for found in incomplete(document, EntityKind.MEASUREMENT, "time-series", _PARTS):
            missing = " and no ".join(found.missing)
            message = f"no {missing} stated for measurement {found.name}"
            yield self.at(document, found.span, message, entity=found.entity)
