"""SL523 contradictory-volume: figures of one volume that cannot all be true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class ContradictoryVolume(Rule):
    """Estimates are rough, so that growth may miss the peak by a factor."""

    code = "SL523"
    name = "contradictory-volume"
    severity = Severity.ERROR
    options: ClassVar[dict[str, Any]] = {"volume-tolerance": 3}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        tolerance = context.options["volume-tolerance"]
        for volume in document.volumes:
            peak, entity = volume.peak_rows, document.entity(volume.entity)
            of = f" of {volume.entity}" if volume.entity else ""
            if peak is None:
                continue
            if volume.initial_rows is not None and peak < volume.initial_rows:
                yield self.at(
                    document,
                    volume.span,
                    f"volume{of} peaks at {peak:,.0f} rows, below the initial"
                    f" {volume.initial_rows:,.0f}",
                    entity=entity,
                )
            elif volume.rows_kept is not None and volume.rows_kept > tolerance * peak:
                yield self.at(
                    document,
                    volume.span,
                    f"volume{of} peaks at {peak:,.0f} rows, its growth over the retention is"
                    f" {volume.rows_kept:,.0f}",
                    entity=entity,
                    evidence=(f"growth is {volume.growth}, kept for {volume.retention}",),
                )
