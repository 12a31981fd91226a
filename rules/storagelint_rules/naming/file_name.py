"""SL911 file-name: a storage document whose file is not called like its system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.patterns import pattern
from storagelint.source import Span

_KEBAB = pattern(r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_PAGES = frozenset(["readme", "index", "changelog", "_index"])


class FileName(Rule):
    """The kind whose files are named for systems is `storage`."""

    code = "SL911"
    name = "file-name"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        stem = PurePosixPath(document.path).stem
        if context.kind.name != "storage" or not context.kind.matches(document.path):
            return
        if stem.isascii() and stem.casefold() not in _PAGES and not _KEBAB.match(stem):
            message = f"file name {stem}.md is not in kebab-case"
            yield self.at(document, Span(1, 1, 1, 1), message)
