"""SL122 unfit-technology: a store that is asked for what it cannot do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Store
from storagelint.patterns import pattern

_BARE = {"key-value", "object"}
"""Classes of stores that find things by their key and hold no relations."""
_SHORT_LIVED = pattern(
    r"\b(?:sessions?|locks?|rate limits?|counters?|hot data|queues?)\b|会话|セッション|세션|сесси",
    re.IGNORECASE,
)


class UnfitTechnology(Rule):
    """With a second store that can do it, nothing is said."""

    code = "SL122"
    name = "unfit-technology"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for store in document.chosen_stores:
            if store.store_class == "object" and _SHORT_LIVED.search(_use(store)):
                message = f"{store.technology} is an object store, and no place for {_use(store)}"
                yield self.at(document, store.span, message)
        if not document.chosen_stores or not document.store_classes <= _BARE:
            return
        keyed = (store for store in document.chosen_stores if store.store_class == "key-value")
        store = next(keyed, document.chosen_stores[0])
        for entity in document.entities:
            field = next((field for field in entity.fields if field.foreign_key), None)
            if field is not None:
                message = f"foreign key {entity.name}.{field.name} stands in {store.technology}"
                yield self.at(document, field.span, message, entity=entity, field=field)
        for query in document.queries:
            if query.full_text:
                message = f"full-text search {query.name} runs on {store.technology}"
                yield self.at(document, query.span, message)


def _use(store: Store) -> str:
    return (store.purpose or store.role or "").strip()
