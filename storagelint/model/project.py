"""All documents of a run together, with names resolved across them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from storagelint.model.components import Component, Conductor
from storagelint.model.document import Document
from storagelint.model.facts import Entity
from storagelint.model.names import fold


@dataclass
class Project:
    """The documents of one run and what is known outside them."""

    documents: list[Document]
    root: Path | None = None
    external_entities: frozenset[str] = field(default_factory=frozenset)
    """Folded names of entities that the settings declare to live elsewhere."""
    read_conductors: Callable[[Project], tuple[Conductor, ...]] | None = None
    """The reader of `conductors`."""

    @cached_property
    def conductors(self) -> tuple[Conductor, ...]:
        """The folders storage-conductor/ that documents stand in, with their components."""
        return self.read_conductors(self) if self.read_conductors else ()

    @property
    def components(self) -> list[Component]:
        """The components of all these folders."""
        return [component for conductor in self.conductors for component in conductor.components]

    @cached_property
    def _definers(self) -> dict[str, list[tuple[Document, Entity]]]:
        found: dict[str, list[tuple[Document, Entity]]] = {}
        for document in self.documents:
            for entity in document.entities:
                for key in sorted(entity.keys):
                    found.setdefault(key, []).append((document, entity))
        return found

    def definers(self, name: str) -> list[tuple[Document, Entity]]:
        """The documents that define an entity of that name, each with its definition."""
        return self._definers.get(fold(name), [])

    def entity(self, name: str | None, document: Document) -> Entity | None:
        """The entity that `name` means in `document`: its own, else another document's."""
        if not name:
            return None
        own = document.entity(name)
        if own is not None:
            return own
        others = self.definers(name)
        return others[0][1] if others else None

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
