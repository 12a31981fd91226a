"""SL531 low-availability: an availability that allows hours of standstill a year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.pages.asked import asked, is_served
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class LowAvailability(Rule):
    code = "SL531"
    name = "low-availability"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"availability": 99.9}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        least = context.options["availability"]
        operations = document.operations
        for figure in operations.figures.get("availability-target", ()):
            if figure.value is not None and figure.value < least:
                yield self.at(
                    document,
                    figure.span,
                    f"availability target of {figure.value:g}% is under {least:g}%",
                )
        found = asked(document, context.kind, "performance")
        if found and is_served(document) and not operations.first("availability-target"):
            yield self.at(
                document,
                found.fact.span,
                f"section {found.fact.heading} says nothing of availability",
                severity=Severity.INFO,
            )
