"""SL530 slow-latency-target: a response time that users wait for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern


class SlowLatencyTarget(Rule):
    """A higher percentile may be slower without p95 being so."""

    code = "SL530"
    name = "slow-latency-target"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"p95": 100}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        most = context.options["p95"]
        for figure in document.operations.figures.get("latency-target", ()):
            share = figure.percentile
            slow = figure.value is not None and figure.value > most
            if not slow or (share is not None and share > 95) or _ELSEWHERE.search(figure.text):
                continue
            which = f"p{share:g} latency" if share is not None else "latency"
            yield self.at(
                document,
                figure.span,
                f"{which} target of {figure.value:,g} ms is over {most:,g} ms",
                severity=self.severity if share is not None else self.severity.lower(),
                evidence=() if share is not None else ("no percentile is given",),
            )


_ELSEWHERE = pattern(
    r"\b(?:api|endpoint|page|request|render|ui|screen|web|http|end-to-end|job|model|inference|search"
    r"|analytic\w*|aggregat\w*|dashboard)s?\b",
    re.IGNORECASE,
)
"""Times that other work than the queries of users takes its share of."""
