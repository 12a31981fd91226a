"""A project's files, some with bytes that are not on the disk yet -> its findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storagelint.config import Settings
from storagelint.kinds import Kind
from storagelint.linting.documents import read_documents
from storagelint.linting.files import File
from storagelint.linting.registry import Registry
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic
from storagelint.linting.run import check
from storagelint.linting.selection import Selection
from storagelint.model import Document
from storagelint.source import Source, decode


@dataclass
class Drafts:
    """The documents of a run; those that do not change are read once."""

    registry: Registry
    selection: Selection
    settings: Settings
    kinds: Mapping[str, Kind]
    root: Path
    load: Callable[[File], bytes]
    """The bytes of a file. Raises SourceError when they cannot be had."""
    settings_path: Path | None = None
    files: dict[str, File] = field(default_factory=dict)
    originals: dict[str, bytes] = field(default_factory=dict)
    """The bytes of every file that could be loaded, as they were found, by its key."""
    _read: Result = field(default_factory=Result)
    _anew: dict[str, tuple[bytes, Result]] = field(default_factory=dict)

    def open(self, file: File) -> Source:
        """The source of a file, whose bytes are remembered."""
        data = self.load(file)
        source = decode(data, file.key)
        self.files[file.key] = file
        self.originals[file.key] = data
        return source

    def take(self, read: Result) -> None:
        """Start from documents that were read with `open`."""
        self._read = read

    def lint(self, texts: Mapping[str, bytes]) -> Result:
        """The findings of all documents, those in `texts` with these bytes; some may be new."""
        documents: list[Document] = []
        findings: list[Diagnostic] = [
            each for each in self._read.diagnostics if each.path not in texts
        ]
        for document in self._read.documents:
            if document.path not in texts:
                documents.append(document)
                continue
            anew = self._read_anew(document.path, texts[document.path])
            documents += anew.documents
            findings += anew.diagnostics
        for key in sorted(texts.keys() - self.originals.keys()):
            self.files.setdefault(key, File(self.root / key, key, key))
            anew = self._read_anew(key, texts[key])
            documents += anew.documents
            findings += anew.diagnostics
        documents.sort(key=lambda document: document.path)
        result = Result(findings, documents, self._read.files, context=self._read.context)
        return check(
            result,
            self.registry,
            self.selection,
            self.settings,
            self.kinds,
            root=self.root,
            settings_path=self.settings_path,
        )

    def document(self, key: str, data: bytes) -> Document | None:
        """What is read of a file with these bytes; None where nothing can be."""
        return next(iter(self._read_anew(key, data).documents), None)

    def _read_anew(self, key: str, data: bytes) -> Result:
        known = self._anew.get(key)
        if known is None or known[0] != data:
            found = read_documents(
                [self.files[key]], self.kinds, open_source=lambda _file: decode(data, key)
            )
            known = self._anew[key] = (data, found)
        return known[1]
