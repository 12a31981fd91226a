"""SL265 incomplete-time-series: a measurement that lacks tags, fields or retention."""

from __future__ import annotations

from typing import ClassVar

from storagelint.judging.store_parts import Parts, words
from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteTimeSeries(IncompleteStore):
    code = "SL265"
    name = "incomplete-time-series"
    kind = EntityKind.MEASUREMENT
    store_class = "time-series"
    called = "measurement"
    parts: ClassVar[Parts] = {
        "tags": words("tags?", "labels?", "dimensions?", "segment", "标签"),
        "fields": words("fields?", "values?", "metrics?", "columns?", "字段"),
        "retention": words(
            "retention", "retain", "keep", "kept", "expir", "ttl", "drop_after", "保留"
        ),
        "downsampling": words(
            "downsampl", "roll-?ups?", "aggregat", "continuous", "resolution", "降采样", "聚合"
        ),
    }
