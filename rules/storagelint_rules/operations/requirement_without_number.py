"""SL536 requirement-without-number: a requirement that nothing can be measured against."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern


class RequirementWithoutNumber(Rule):
    code = "SL536"
    name = "requirement-without-number"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        topics = document.operations.topics
        asked = {said.span for said in topics.get("requirement", ())}
        for said in topics.get("vague-quality", ()):
            if said.span in asked and not _MEASURED.search(said.text):
                text = said.text if len(said.text) <= 60 else f"{said.text[:60].rstrip()}…"
                yield self.at(document, said.span, f"requirement has no number: {text}")


_MEASURED = pattern(
    r"\d|\b(?:one|two|three|four|five|six|ten|dozen|hundred|thousand|million|half)\b", re.IGNORECASE
)
