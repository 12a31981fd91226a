"""SL268 incomplete-search-index: a search index without its mapping, source of truth or refresh."""

from __future__ import annotations

from typing import ClassVar

from storagelint.judging.store_parts import Parts, words
from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteSearchIndex(IncompleteStore):
    code = "SL268"
    name = "incomplete-search-index"
    kind = EntityKind.INDEX
    store_class = "search"
    always_named = False
    called = "search index"
    parts: ClassVar[Parts] = {
        "mapping or analyser": words(
            "mapping", "analy[sz]er", "tokeni", "keyword", "text", "分词", "映射"
        ),
        "source of truth": words(
            "source",
            "synced",
            "sync",
            "derived",
            "replica",
            "from the",
            "filled from",
            "from \\w+sql",
            "primary",
            "来源",
            "同步",
        ),
        "refresh": words(
            "refresh",
            "reindex",
            "near real",
            "real-time",
            "lag",
            "delay",
            "interval",
            "cdc",
            "rebuil",
            "late",
            "刷新",
        ),
    }
