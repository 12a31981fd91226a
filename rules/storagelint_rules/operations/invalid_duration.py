"""SL564 invalid-duration: a length of time that is none."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class InvalidDuration(Rule):
    code = "SL564"
    name = "invalid-duration"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for topic, name in _NAMES.items():
            for figure in document.operations.figures.get(topic, ()):
                empty = figure.value == 0 and topic == "backup-retention"
                if figure.value is None or figure.value < 0 or empty:
                    text = figure.text.strip()
                    yield self.at(document, figure.span, f"{name} is no length of time: {text}")


_NAMES = {
    "rto": "recovery time objective",
    "rpo": "recovery point objective",
    "backup-retention": "backup retention",
}
