"""SL120 unknown-technology: a product that is not known, and may be misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnknownTechnology(Rule):
    """Without a name like it the product may be one of the house: an info."""

    code = "SL120"
    name = "unknown-technology"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for store in document.stores:
            if store.known or not _is_name(store.technology):
                continue
            if store.nearest:
                message = (
                    f"technology {store.technology} is not known, the nearest is {store.nearest}"
                )
                yield self.at(document, store.span, message)
            else:
                message = f"technology {store.technology} is not known"
                yield self.at(document, store.span, message, severity=Severity.INFO)


def _is_name(text: str) -> bool:
    """Whether a cell names a product, and does not describe one in words."""
    return 0 < len(text.split()) <= 3 and text[0].isalpha() and not text.islower()
