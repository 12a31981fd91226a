"""SL267 incomplete-object-store: a bucket without its key naming, lifecycle or access."""

from __future__ import annotations

from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteObjectStore(IncompleteStore):
    code = "SL267"
    name = "incomplete-object-store"
    kind = EntityKind.BUCKET
    store_class = "object"
    called = "bucket"
