"""SL124 dishonest-checklist: a ticked item that the document itself contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.components.checklist import contradiction
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.markdown import ItemList
from storagelint.model import Document


class DishonestChecklist(Rule):
    """Items that are not ticked, and items on other matters, are left alone."""

    code = "SL124"
    name = "dishonest-checklist"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for block in document.page.blocks(ItemList):
            for item in block.walk():
                wrong = contradiction(item.text, document) if item.checked else None
                if wrong:
                    shown = re.sub(r"\s+", " ", item.text)[:60].rstrip(" .")
                    yield self.at(document, item.span, f"item {shown} is ticked, but {wrong}")
