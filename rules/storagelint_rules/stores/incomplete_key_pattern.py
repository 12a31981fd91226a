"""SL262 incomplete-key-pattern: a key whose pattern, value, lifetime or eviction is not said."""

from __future__ import annotations

from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteKeyPattern(IncompleteStore):
    code = "SL262"
    name = "incomplete-key-pattern"
    kind = EntityKind.KEY
    store_class = "key-value"
    called = "key"
