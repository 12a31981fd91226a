"""SL463 unconsidered-cache: frequent reads, and no word on caching."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.access.demand import is_high
from storagelint.judging.pages.hints import is_said
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern

_CACHE = pattern(
    r"cach|memoi[sz]|in[ -]memory|materiali[sz]ed|read replica|\bcdn\b|"
    r"缓存|緩存|快取|キャッシュ|캐시|кэш|кеш",
    re.IGNORECASE,
)


_HINTS = (
    *("cach", "memo", "materiali", "replica", "cdn"),
    *("缓存", "緩存", "快取", "キャッシュ", "캐시", "кэш", "кеш"),
)


class UnconsideredCache(Rule):
    """Said once a document, at the first frequent read, in kinds that ask for query patterns."""

    code = "SL463"
    name = "unconsidered-cache"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("queries") is None:
            return
        reads = [query for query in document.queries if is_high(query) and not query.writes]
        if reads and not is_said(document, _CACHE, _HINTS):
            message = f"no word on caching for the high-frequency query «{reads[0].name}»"
            if len(reads) > 1:
                message = f"no word on caching for the {len(reads)} high-frequency queries"
            yield self.at(document, reads[0].span, message)
