"""SL535 target-without-volume: a response time that is promised for any amount of data."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.asked import asked
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class TargetWithoutVolume(Rule):
    code = "SL535"
    name = "target-without-volume"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        figures = document.operations.figures.get("latency-target", ())
        found = asked(document, context.kind, "performance")
        sized = any(each.initial or each.growth or each.peak for each in document.volumes)
        if found is None or sized or not figures:
            return
        yield self.at(
            document,
            figures[0].span,
            "latency target has no data volume that it holds for",
            severity=self.severity if found.required else self.severity.lower(),
        )
