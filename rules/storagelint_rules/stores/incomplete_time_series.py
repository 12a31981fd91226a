"""SL265 incomplete-time-series: a measurement that lacks tags, fields or retention."""

from __future__ import annotations

from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteTimeSeries(IncompleteStore):
    code = "SL265"
    name = "incomplete-time-series"
    kind = EntityKind.MEASUREMENT
    store_class = "time-series"
    called = "measurement"
