"""SL125 document-too-long: more lines than a reader takes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class DocumentTooLong(Rule):
    """Blank lines count: they are what an editor shows."""

    code = "SL125"
    name = "document-too-long"
    severity = Severity.INFO
    pedantic = True
    options: ClassVar[dict[str, Any]] = {"max-lines": 1000}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        source = document.page.source
        lines = len(source.text.rstrip("\n").split("\n"))
        most = context.options["max-lines"]
        if lines > most:
            message = f"document has {lines:,} lines, more than {most:,}"
            yield self.at(document, source.line_span(1), message)
