"""SL264 incomplete-file-store: files whose structure, format, naming or access is not said."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.store_parts import incomplete, words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, EntityKind

_PARTS = {
    "structure": words("structure", "director", "folder", "layout", "tree", "path", "目录", "结构"),
    "format": words(
        "format",
        "json",
        "csv",
        "yaml",
        "parquet",
        "toml",
        "xml",
        "markdown",
        "binary",
        "encod",
        "格式",
    ),
    "naming convention": words("nam(?:e|ing)", "pattern", "命名", "文件名"),
    "access pattern": words(
        "access", "read", "writ", "append", "lock", "query", "读", "写", "访问"
    ),
}
"""What must be said -> the words by which it is known."""


class IncompleteFileStore(Rule):
    code = "SL264"
    name = "incomplete-file-store"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.section("entities") is None:
            return
        for found in incomplete(document, EntityKind.FILE, "file", _PARTS):
            missing = " and no ".join(found.missing)
            message = f"no {missing} stated for file store {found.name}"
            yield self.at(document, found.span, message, entity=found.entity)
