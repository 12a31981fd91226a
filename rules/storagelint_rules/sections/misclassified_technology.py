"""SL121 misclassified-technology: a product that is called what it is not."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.products import is_misclassified
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class MisclassifiedTechnology(Rule):
    """What a store is used for, such as a cache, is no claim on what it is."""

    code = "SL121"
    name = "misclassified-technology"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for store in document.stores:
            if is_misclassified(store):
                yield self.at(
                    document,
                    store.span,
                    f"{store.technology} is no {store.stated_class} store"
                    f" but a {store.store_class} store",
                )
