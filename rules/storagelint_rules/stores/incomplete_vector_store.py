"""SL266 incomplete-vector-store: a vector index without its dimension, metric, method or source."""

from __future__ import annotations

from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteVectorStore(IncompleteStore):
    code = "SL266"
    name = "incomplete-vector-store"
    kind = EntityKind.INDEX
    store_class = "vector"
    always_named = False
    called = "vector index"
