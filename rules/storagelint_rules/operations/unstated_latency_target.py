"""SL529 unstated-latency-target: a performance section without a response time to hold it to."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic
from storagelint.model import Document


class UnstatedLatencyTarget(UnstatedTopic):
    """From when on a query counts as slow is no target."""

    code = "SL529"
    name = "unstated-latency-target"
    severity = Severity.WARNING
    section = ("performance",)
    topics = ("latency-target",)
    silence = "a latency target"

    def is_stated(self, document: Document) -> bool:
        """Whether a figure or a sentence that is not on slow queries says it."""
        operations = document.operations
        slow = {said.span for said in operations.topics.get("slow-queries", ())}
        return bool(operations.figures.get("latency-target")) or any(
            said.span not in slow for said in operations.topics.get("latency-target", ())
        )
