"""SL554 rto-too-long: a recovery that takes longer than the business can wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class RtoTooLong(Rule):
    """Of several objectives the shortest counts: it is that of the critical data."""

    code = "SL554"
    name = "rto-too-long"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"rto": 4}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        most = context.options["rto"]
        figures = document.operations.figures.get("rto", ())
        lengths = [(figure.value, figure) for figure in figures if figure.value is not None]
        seconds, figure = min(lengths, default=(0.0, None), key=lambda pair: pair[0])
        if figure is not None and seconds > most * 3600:
            yield self.at(
                document,
                figure.span,
                f"recovery time objective of {figure.text.strip()} is over {most:g} hours",
            )
