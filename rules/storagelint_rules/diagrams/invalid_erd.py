"""SL332 invalid-erd: a diagram that Mermaid does not draw."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class InvalidErd(Rule):
    """The reader follows Mermaid's own grammar and names what it refuses."""

    code = "SL332"
    name = "invalid-erd"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for diagram in document.diagrams:
            for problem in diagram.problems:
                yield self.at(document, problem.span, f"diagram does not parse: {problem.message}")
