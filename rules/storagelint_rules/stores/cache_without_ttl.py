"""SL263 cache-without-ttl: a key of a cache of which nothing says when it ends."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.store_parts import text_about, words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind

_LIFETIME = words(
    *("ttl", "expir", "time to live", "lifetime", "invalidat", "evict", "retention", "permanent"),
    *("no expiry", "never", "persistent", "seconds", "minutes", "hours", "过期", "有效期", "永久"),
)
_CACHE = words("cache", "缓存", "キャッシュ", "캐시", "кэш", "кеш")


class CacheWithoutTtl(Rule):
    """Only keys that are called a cache: queues, locks and counters may live on."""

    code = "SL263"
    name = "cache-without-ttl"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            if entity.kind is not EntityKind.KEY or not _is_cache(entity):
                continue
            if "ttl" not in entity.options and not _LIFETIME.search(text_about(document, entity)):
                message = f"cache key {entity.name} has no TTL"
                yield self.at(document, entity.span, message, entity=entity)


def _is_cache(entity: Entity) -> bool:
    return bool(_CACHE.search(f"{entity.name} {entity.purpose or ''}"))
