"""SL106 wrong-title: a first-level heading that is missing, repeated or not as the kind has it."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern

_OTHER_SCRIPT = pattern(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
"""A letter that is not Latin."""


class WrongTitle(Rule):
    """A title in another script than the kind's form is taken as it is."""

    code = "SL106"
    name = "wrong-title"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        pattern = context.kind.title_pattern
        if pattern is None:
            return
        titles = [section for section in document.page.sections if section.level == 1]
        front = document.page.front_matter
        if not titles and front and (stated := front.value("title")):
            title, span = stated[0], document.page.source.line_span(stated[1])
        elif titles:
            title, span = titles[0].title, titles[0].span
        else:
            start = document.page.source.line_span(1)
            yield self.at(document, start, "document has no title")
            return
        if not _OTHER_SCRIPT.search(title) and not pattern.search(title):
            form = context.kind.title_form
            yield self.at(document, span, f"title {title} is not of the form {form}")
        for again in titles[1:]:
            yield self.at(document, again.span, f"{again.title} is a second title")
