"""Heads -> a project whose documents are read when a rule asks for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from storagelint.model import Document, Head, Heads, Project
from storagelint.model.project import ReadConductors

MOST_DOCUMENTS = 32
"""How many documents are kept in memory; the one that was not asked for the longest goes."""


class Shelf(Project):
    """The documents of a project, of which few are in memory."""

    def __init__(
        self,
        heads: Iterable[Head],
        read: Callable[[str], Document],
        root: Path | None = None,
        external_entities: Iterable[str] = (),
        read_conductors: ReadConductors | None = None,
    ) -> None:
        super().__init__((), root, external_entities, read_conductors)
        self._known = Heads(heads)
        self._read = read
        self._kept: OrderedDict[str, Document] = OrderedDict()

    def learn(self, heads: Iterable[Head]) -> None:
        """Take documents in, or know them anew."""
        if self._known.learn(heads):
            self._conductors = None

    def has_unknown_names(self) -> bool:
        """Whether any document names an entity that none defines."""
        heads = self._known
        return any(not heads.definers(name) for head in heads.all for name in head.missing)

    def head(self, path: str) -> Head | None:
        """The head of a path; None where there is none."""
        return self._known.by_path.get(path)

    def keep(self, document: Document) -> None:
        """Have a document at hand that was just read."""
        self._kept[document.path] = document
        self._kept.move_to_end(document.path)
        if len(self._kept) > MOST_DOCUMENTS:
            self._kept.popitem(last=False)

    def kept(self, path: str) -> Document | None:
        """The document of a path where it is at hand."""
        return self._kept.get(path)

    def _all_documents(self) -> Sequence[Document]:
        return [self._document(head.path) for head in self._known.all]

    def _document(self, path: str) -> Document:
        document = self._kept.get(path)
        if document is None:
            document = self._read(path)
        self.keep(document)
        return document
