"""Document -> Head: what other documents may ask of it without reading it."""

from __future__ import annotations

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
