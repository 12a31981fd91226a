"""SL521 unstated-volume: a design that does not say how much data it is for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.asked import asked
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedVolume(Rule):
    """It is enough that one entity has a figure."""

    code = "SL521"
    name = "unstated-volume"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        found = asked(document, context.kind, "volume", "performance")
        if found is None:
            return
        stated = {part for volume in document.volumes for part in _PARTS if getattr(volume, part)}
        missing = [words for part, words in _PARTS.items() if part not in stated]
        if missing:
            what = " and ".join(missing) if stated else "the data volume"
            place = document.section("volume") or found.fact
            yield self.at(
                document,
                place.span,
                f"section {place.heading} says nothing of {what}",
                severity=self.severity if found.required else self.severity.lower(),
            )


_PARTS = {"initial": "the initial volume", "growth": "growth", "peak": "the peak volume"}
