"""SL261 incomplete-collection: a collection that leaves open what its store does not decide."""

from __future__ import annotations

from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteCollection(IncompleteStore):
    code = "SL261"
    name = "incomplete-collection"
    kind = EntityKind.COLLECTION
    store_class = "document"
    called = "collection"
