"""SL268 incomplete-search-index: a search index without its mapping, source of truth or refresh."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.store_parts import incomplete, words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, EntityKind

_PARTS = {
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
"""What must be said -> the words by which it is known."""


class IncompleteSearchIndex(Rule):
    code = "SL268"
    name = "incomplete-search-index"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("entities") is None or "search" not in document.store_classes:
            return
        for found in incomplete(document, EntityKind.INDEX, "search", _PARTS):
            missing = " and no ".join(found.missing)
            message = f"no {missing} stated for search index {found.name}"
            yield self.at(document, found.span, message, entity=found.entity)
