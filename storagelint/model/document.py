"""The model of one document, and the look-ups that rules need."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast

from storagelint.markdown import Page
from storagelint.model.facts import (
    Diagram,
    Entity,
    Fact,
    Field,
    Index,
    Mapping,
    Operations,
    QueryPattern,
    Reference,
    Relationship,
    SectionFact,
    Store,
    Volume,
)
from storagelint.model.names import fold, words
from storagelint.model.table_facts import TableFact

Answer = TypeVar("Answer")


@dataclass(slots=True, kw_only=True)
class UnreadContent(Fact):
    """Something that was not read, and why; the engine reports it (SL003, SL004)."""

    code: str
    message: str


@dataclass(kw_only=True)
class Document:
    """Everything that was read from one document.

    What is looked up of its entities, stores and sections is settled when it is first asked for:
    by then these lists are as they will be.
    """

    path: str
    kind: str = "generic"
    title: str = ""
    system: str | None = None
    """For a storage document: the system that its file name names."""
    page: Page
    stores: list[Store] = dataclasses.field(default_factory=list)
    entities: list[Entity] = dataclasses.field(default_factory=list)
    diagrams: list[Diagram] = dataclasses.field(default_factory=list)
    relationships: list[Relationship] = dataclasses.field(default_factory=list)
    indexes: list[Index] = dataclasses.field(default_factory=list)
    queries: list[QueryPattern] = dataclasses.field(default_factory=list)
    volumes: list[Volume] = dataclasses.field(default_factory=list)
    mappings: list[Mapping] = dataclasses.field(default_factory=list)
    sections: list[SectionFact] = dataclasses.field(default_factory=list)
    tables_read: list[TableFact] = dataclasses.field(default_factory=list)
    """The columns of every table whose role is known."""
    operations: Operations = dataclasses.field(default_factory=Operations)
    user_types: list[str] = dataclasses.field(default_factory=list)
    """Enums and other types that the document itself defines."""
    unread: list[UnreadContent] = dataclasses.field(default_factory=list)
    how_to: bool = False
    """Whether it describes no design: nothing is expected of it."""

    @cached_property
    def _by_name(self) -> dict[str, Entity]:
        names: dict[str, Entity] = {}
        for entity in self.entities:
            names.setdefault(entity.key, entity)
        for entity in self.entities:
            for alias in entity.aliases:
                names.setdefault(fold(alias), entity)
        return names

    def entity(self, name: str | None) -> Entity | None:
        """The entity of that name in any case, number or schema; None where none is defined."""
        return self._by_name.get(fold(name)) if name else None

    def key_of(self, name: str) -> str:
        """The folded name of the entity that a name means; of one that is not defined its own."""
        folded = fold(name)
        return self._keys.get(folded, folded)

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {name: entity.key for name, entity in self._by_name.items()}

    @cached_property
    def fields_by_key(self) -> dict[str, list[tuple[Entity, Field]]]:
        """Folded name of a field -> the entities that have it, each with its field."""
        found: dict[str, list[tuple[Entity, Field]]] = {}
        for entity in self.entities:
            for key, field in entity.fields_by_key.items():
                found.setdefault(key, []).append((entity, field))
        return found

    def namesakes(self, key: str) -> list[Entity]:
        """The entities of a folded name or alias."""
        return self._by_key.get(key, [])

    @cached_property
    def _by_key(self) -> dict[str, list[Entity]]:
        found: dict[str, list[Entity]] = {}
        for entity in self.entities:
            for key in entity.keys:
                found.setdefault(key, []).append(entity)
        return found

    def named_entities(self) -> Iterator[str]:
        """Every entity that something in the document names, defined here or not."""
        for entity in self.entities:
            yield from (reference.entity for _, reference in entity.foreign_keys())
        for relationship in self.relationships:
            yield from (relationship.from_entity, relationship.to_entity)
        yield from (index.entity for index in self.indexes if index.entity)
        for query in self.queries:
            yield from query.entities

    def target(self, reference: Reference) -> Entity | None:
        """The entity that a reference points at, in this document."""
        return self.entity(reference.entity)

    def once(self, find: Callable[[Document], Answer]) -> Answer:
        """What `find` says of the document; it is asked only the first time."""
        if find not in self._answers:
            self._answers[find] = find(self)
        return cast("Answer", self._answers[find])

    @cached_property
    def _answers(self) -> dict[Callable[[Document], Any], Any]:
        return {}

    @cached_property
    def by_last_words(self) -> dict[str, list[Entity]]:
        """The entities by what their names say behind the first word, folded."""
        found: dict[str, list[Entity]] = {}
        for entity in self.entities:
            found.setdefault(fold("_".join(words(entity.name)[1:])), []).append(entity)
        return found

    def indexes_of(self, entity: Entity) -> list[Index]:
        """The indexes stated for an entity."""
        return self._indexes.get(entity.key, [])

    @cached_property
    def _indexes(self) -> dict[str, list[Index]]:
        found: dict[str, list[Index]] = {}
        for index in self.indexes:
            entity = self.entity(index.entity)
            if entity is not None:
                found.setdefault(entity.key, []).append(index)
        return found

    def section(self, role: str) -> SectionFact | None:
        """The first section of a role, or None."""
        return next(iter(self.sections_of(role)), None)

    def sections_of(self, role: str) -> Sequence[SectionFact]:
        """The sections of a role, in the order of the text."""
        return self._sections_by_role.get(role, ())

    @cached_property
    def _sections_by_role(self) -> dict[str, list[SectionFact]]:
        found: dict[str, list[SectionFact]] = {}
        for section in self.sections:
            found.setdefault(section.role, []).append(section)
        return found

    @property
    def chosen_stores(self) -> list[Store]:
        """The stores that the document itself names."""
        return [store for store in self.stores if not store.inferred]

    @cached_property
    def store_classes(self) -> Set[str]:
        """The classes of the stores that are named; empty where none is known."""
        return frozenset(store.store_class for store in self.stores if store.store_class)

    @property
    def relational(self) -> bool:
        """Whether the design is relational: it says so, or it says nothing else."""
        classes = self.store_classes
        return "relational" in classes or not classes

    def tables(self) -> Iterator[Entity]:
        """The entities that are tables of a relational store and have fields."""
        for entity in self.entities:
            if entity.kind == "table" and entity.fields:
                yield entity
