"""SL268 incomplete-search-index: a search index without its mapping, source of truth or refresh."""

from __future__ import annotations

from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteSearchIndex(IncompleteStore):
    code = "SL268"
    name = "incomplete-search-index"
    kind = EntityKind.INDEX
    store_class = "search"
    always_named = False
    called = "search index"
