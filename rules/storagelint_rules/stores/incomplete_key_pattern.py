"""SL262 incomplete-key-pattern: a key whose pattern, value, lifetime or eviction is not said."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.store_parts import incomplete, words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, EntityKind

_PARTS = {
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
"""What must be said -> the words by which it is known."""


class IncompleteKeyPattern(Rule):
    code = "SL262"
    name = "incomplete-key-pattern"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("entities") is None:
            return
        for found in incomplete(document, EntityKind.KEY, "key-value", _PARTS):
            missing = " and no ".join(found.missing)
            message = f"no {missing} stated for key {found.name}"
            yield self.at(document, found.span, message, entity=found.entity)
