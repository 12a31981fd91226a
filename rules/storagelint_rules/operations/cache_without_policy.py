"""SL527 cache-without-policy: a cache that nobody says when to believe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.pages.asked import lies_in
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern


class CacheWithoutPolicy(Rule):
    code = "SL527"
    name = "cache-without-policy"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        operations = document.operations
        if operations.first("cache-ttl") or any("ttl" in e.options for e in document.entities):
            return
        for said in operations.topics.get("caching", ()):
            if lies_in(document, said, *_SECTIONS) and _is_cache(said.text):
                yield self.at(document, said.span, "cache has neither a time to live nor eviction")
                return


def _is_cache(text: str) -> bool:
    return bool(_CACHE.search(text)) and not _NO_CACHE.search(text)


_SECTIONS = ("performance", "optimization", "cache")
_CACHE = pattern(
    r"cach|缓存|快取|キャッシュ|캐시|캐싱|к[эе]ш"
    r"|zwischenspeich|bộ nhớ đệm|önbellek|tembolok|podręczn",
    re.IGNORECASE,
)
_NO_CACHE = pattern(
    r"\b(?:no|not|without|never|future|later|consider\w*|may|can|could|optional\w*|during"
    r"|per[ -]request)\b|(?:buffer|page|plan|statement|block|query|os|key)[ _-]?cach"
    r"|cache[ _](?:size|hit)|shared_buffers"
    r"|不使用|无缓存|不要|없|без ",
    re.IGNORECASE,
)
"""No cache, one that is only thought of, or one that the database keeps for itself."""
