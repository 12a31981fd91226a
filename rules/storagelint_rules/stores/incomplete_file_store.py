"""SL264 incomplete-file-store: files whose structure, format, naming or access is not said."""

from __future__ import annotations

from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteFileStore(IncompleteStore):
    code = "SL264"
    name = "incomplete-file-store"
    kind = EntityKind.FILE
    store_class = "file"
    called = "file store"
