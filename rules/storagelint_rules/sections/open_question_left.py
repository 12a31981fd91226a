"""SL110 open-question-left: a question or a decision that waits in a comment."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern

_OPEN = pattern(r"(?P<word>UNCERTAINTY|ARCH-DECISION|ARCH-TRADEOFF)\s*:?\s*(?P<text>[^\n]*)")
_SHOWN = 60


class OpenQuestionLeft(Rule):
    """Other comments are nobody's business."""

    code = "SL110"
    name = "open-question-left"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for comment in document.page.comments:
            found = _OPEN.match(comment.text)
            if found:
                text = found["text"]
                shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}..."
                what = f"{found['word'].lower()} is left open"
                yield self.at(document, comment.span, f"{what}: {shown}" if shown else what)
