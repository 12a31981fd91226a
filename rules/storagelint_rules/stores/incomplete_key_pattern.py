"""SL262 incomplete-key-pattern: a key whose pattern, value, lifetime or eviction is not said."""

from __future__ import annotations

from typing import ClassVar

from storagelint.judging.store_parts import Parts, words
from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteKeyPattern(IncompleteStore):
    code = "SL262"
    name = "incomplete-key-pattern"
    kind = EntityKind.KEY
    store_class = "key-value"
    called = "key"
    parts: ClassVar[Parts] = {
        "key pattern": words("key", "pattern", "prefix", r"[\w-]+:\{", "键"),
        "value type": words(
            "value",
            "type",
            "hash",
            "string",
            "json",
            "list",
            "set",
            "zset",
            "stream",
            "binary",
            "类型",
            "值",
        ),
        "TTL": words(
            "ttl",
            "expir",
            "time to live",
            "lifetime",
            "retention",
            "no expiry",
            "permanent",
            "过期",
            "有效期",
            "失效",
        ),
        "eviction policy": words(
            "evict", "lru", "lfu", "maxmemory", "noeviction", "volatile-", "allkeys-", "淘汰"
        ),
    }
