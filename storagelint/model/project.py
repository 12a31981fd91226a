"""All documents of a run together, with names resolved across them, and what was asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count
from pathlib import Path

from storagelint.disk import ON_DISK, Disk, Entry, Question, mark
from storagelint.model.components import Component, Conductor
from storagelint.model.document import Document
from storagelint.model.facts import Entity
from storagelint.model.head import Head, Heads, head_of
from storagelint.model.names import fold
from storagelint.source import Source

ReadConductors = Callable[["Project"], tuple[Conductor, ...]]


class Project:
    """The documents of one run and what is known outside them.

    All that a rule learns of anything but its own document it learns here, and `asked` remembers
    the question: while the answers are the same, so are the findings.
    """

    def __init__(
        self,
        documents: Sequence[Document] = (),
        root: Path | None = None,
        external_entities: Iterable[str] = (),
        read_conductors: ReadConductors | None = None,
    ) -> None:
        self._documents = documents
        self.disk = Disk(root)
        self.external_entities = frozenset(external_entities)
        """Folded names of entities that the settings declare to live elsewhere."""
        self.asked: set[Question] = set()
        """The questions that were asked since somebody emptied it."""
        self._read_conductors = read_conductors
        self._conductors: tuple[tuple[Conductor, ...], set[Question]] | None = None

    @property
    def root(self) -> Path | None:
        """The folder that all paths are relative to; None where nothing is on a disk."""
        return self.disk.root

    @property
    def documents(self) -> Sequence[Document]:
        """All documents, read; heads tell most of what is to be known, at a lower price."""
        self.asked.add(Question("documents"))
        return self._all_documents()

    @property
    def heads(self) -> Sequence[Head]:
        """What is known of each document."""
        self.asked.add(Question("heads"))
        return self._known.all

    def document(self, path: str) -> Document | None:
        """The document of a path; None where a file of that path is not among the documents."""
        self.asked.add(Question("document", path))
        return self._document(path) if path in self._known.by_path else None

    def has_document(self, path: str) -> bool:
        """Whether a file of this path is among the documents."""
        self.asked.add(Question("listed", path))
        return path in self._known.by_path

    def definers(self, name: str) -> Iterator[tuple[Document, Entity]]:
        """The documents that define an entity of that name, each with its definition.

        In the order of their paths; a document is read when its turn comes.
        """
        key = fold(name)
        for number in count():
            self.asked.add(Question("definer", key, str(number)))
            heads = self._known.definers(key)
            if number >= len(heads):
                return
            document = self._document(heads[number].path)
            for entity in document.namesakes(key):
                yield document, entity

    def defines(self, name: str) -> bool:
        """Whether any document defines an entity of that name."""
        self.asked.add(Question("defined", fold(name)))
        return bool(self._known.definers(fold(name)))

    def has_index(self, name: str) -> bool:
        """Whether any document lists an index of that name, in any case."""
        self.asked.add(Question("index", name.casefold()))
        return name.casefold() in self._known.indexes

    @property
    def has_indexes(self) -> bool:
        """Whether any document lists an index by its name."""
        self.asked.add(Question("indexes"))
        return bool(self._known.indexes)

    def exists(self, path: str) -> bool:
        """Whether a file or a folder is below the root; a path that leaves it is not followed."""
        self.asked.add(Question("exists", path))
        return self.disk.exists(path)

    def is_file(self, path: str) -> bool:
        """Whether a file is below the root."""
        self.asked.add(Question("file", path))
        return self.disk.is_file(path)

    def source(self, path: str) -> Source | None:
        """The text of a document or of a file by its path below the root; None: there is none."""
        if path in self._known.by_path:
            document = self.document(path)
            return document.page.source if document else None
        self.asked.add(Question("source", path))
        return self.disk.source(path)

    def entries(self, folder: str, within: str) -> tuple[Entry, ...]:
        """What stands in a folder of the disk and does not lead out of the folder `within`."""
        self.asked.add(Question("entries", folder, within))
        return self.disk.entries(folder, within)

    @property
    def conductors(self) -> tuple[Conductor, ...]:
        """The folders storage-conductor/ that documents stand in, with their components."""
        if self._conductors is None:
            before, self.asked = self.asked, set()
            found = self._read_conductors(self) if self._read_conductors else ()
            self._conductors = (found, self.asked)
            self.asked = before
        found, asked = self._conductors
        self.asked |= asked
        return found

    @property
    def components(self) -> list[Component]:
        """The components of all these folders."""
        return [component for conductor in self.conductors for component in conductor.components]

    def entity(self, name: str | None, document: Document) -> Entity | None:
        """The entity that `name` means in `document`: its own, else another document's."""
        if not name:
            return None
        own = document.entity(name)
        if own is not None:
            return own
        return next((entity for _, entity in self.definers(name)), None)

    def is_external(self, name: str, document: Document) -> bool:
        """Whether an entity is declared to live elsewhere, or stands in a foreign schema."""
        key = fold(name)
        if key in self.external_entities:
            return True
        schema, dot, _ = name.strip('`" ').rpartition(".")
        if not dot:
            return False
        own = {entity.name.rpartition(".")[0] for entity in document.entities}
        return schema not in own

    def answer(self, question: Question) -> str:
        """What tells the answer to a question from other answers, in a few characters."""
        match question.about:
            case "definer":
                number = int(question.within)
                heads: Iterable[Head] = self._known.definers(question.name)[number : number + 1]
            case "defined":
                return str(bool(self._known.definers(question.name)))
            case "document" if question.name in self._known.by_path:
                heads = [self._known.by_path[question.name]]
            case "documents":
                heads = self._known.all
            case "heads":
                known = [
                    (each.path, each.kind, each.system, each.how_to) for each in self._known.all
                ]
                return mark(repr(known))
            case "index":
                return str(question.name in self._known.indexes)
            case "indexes":
                return str(bool(self._known.indexes))
            case "listed":
                return str(question.name in self._known.by_path)
            case about if about in ON_DISK:
                return self.disk.answer(question, self._known.by_path)
            case _:
                heads = ()
        marks = [f"{head.path}\0{head.mark}" for head in heads]
        return mark("\0".join(marks)) if marks else ""

    @cached_property
    def _known(self) -> Heads:
        return Heads(head_of(document) for document in self._documents)

    def _all_documents(self) -> Sequence[Document]:
        return self._documents

    def _document(self, path: str) -> Document:
        return next(each for each in self._documents if each.path == path)
