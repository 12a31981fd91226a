"""Document -> Head: what other documents may ask of it without reading it."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from storagelint.model.document import Document
from storagelint.model.names import fold


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a document in the whole project."""

    path: str
    kind: str = "generic"
    system: str | None = None
    how_to: bool = False
    entities: tuple[str, ...] = ()
    """The keys of its entities and of their aliases, sorted."""
    indexes: tuple[str, ...] = ()
    """The names of its indexes in lower case, sorted."""
    missing: tuple[str, ...] = ()
    """The folded names of entities that it names and does not define, sorted."""
    mark: str = ""
    """What tells its bytes and its place from others; empty where nobody has to."""


def head_of(document: Document, mark: str = "") -> Head:
    """The head of a document."""
    named = {fold(name) for name in document.named_entities() if document.entity(name) is None}
    return Head(
        document.path,
        document.kind,
        document.system,
        document.how_to,
        tuple(sorted({key for entity in document.entities for key in entity.keys})),
        tuple(sorted({index.name.casefold() for index in document.indexes if index.name})),
        tuple(sorted(named - {""})),
        mark,
    )


class Heads:
    """The heads of all documents of a project, found by what they define."""

    def __init__(self, heads: Iterable[Head] = ()) -> None:
        self.all: list[Head] = []
        """In the order of their paths."""
        self.by_path: dict[str, Head] = {}
        self.indexes: Counter[str] = Counter()
        """The names of all indexes, with the number of documents that list them."""
        self._definers: dict[str, list[Head]] = {}
        self.learn(heads)

    def learn(self, heads: Iterable[Head]) -> bool:
        """Take heads in; one of a path that is known takes the place of the other.

        Tells whether any was not known.
        """
        changed = False
        for head in heads:
            known = self.by_path.get(head.path)
            if known == head:
                continue
            if known is not None:
                self._leave(known)
            self._take(head)
            changed = True
        return changed

    def definers(self, key: str) -> list[Head]:
        """The documents that define an entity of a folded name, in the order of their paths."""
        return self._definers.get(key, [])

    def _take(self, head: Head) -> None:
        insort(self.all, head, key=_path)
        self.by_path[head.path] = head
        self.indexes.update(head.indexes)
        for key in head.entities:
            insort(self._definers.setdefault(key, []), head, key=_path)

    def _leave(self, head: Head) -> None:
        self.all.remove(head)
        for name in head.indexes:
            self.indexes[name] -= 1
            if not self.indexes[name]:
                del self.indexes[name]
        for key in head.entities:
            self._definers[key].remove(head)


def _path(head: Head) -> str:
    return head.path
