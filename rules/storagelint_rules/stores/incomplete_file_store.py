"""SL264 incomplete-file-store: files whose structure, format, naming or access is not said."""

from __future__ import annotations

from typing import ClassVar

from storagelint.judging.store_parts import Parts, words
from storagelint.linting.incomplete_store import IncompleteStore
from storagelint.model import EntityKind


class IncompleteFileStore(IncompleteStore):
    code = "SL264"
    name = "incomplete-file-store"
    kind = EntityKind.FILE
    store_class = "file"
    called = "file store"
    parts: ClassVar[Parts] = {
        "structure": words(
            "structure", "director", "folder", "layout", "tree", "path", "目录", "结构"
        ),
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
