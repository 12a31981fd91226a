"""Document -> the design that generated text is written from: what it states, and what follows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from storagelint.generating.manner import Manner, manner_of
from storagelint.generating.proposals.implied_links import with_implied_links
from storagelint.generating.proposals.proposed_entities import (
    is_bare,
    is_described,
    proposed_entities,
)
from storagelint.generating.proposals.proposed_indexes import proposed_indexes
from storagelint.generating.proposals.proposed_queries import proposed_queries
from storagelint.generating.proposals.proposed_stores import proposed_stores
from storagelint.judging.pages.asked import runs_on
from storagelint.kinds import Kind
from storagelint.model import Document, Entity, Index, Project, QueryPattern

_MOST_BARE = 12
"""So many entities of which nothing but the name is known are described at most."""
_TABULAR = frozenset(["relational", "document", "warehouse", "column"])
"""Classes of stores whose entities are described by their fields."""


@dataclass(frozen=True)
class Design:
    """What a section is written from; nothing of it is in the document's text yet."""

    document: Document
    """The document with all that is proposed for it, so that sections fit each other."""
    stated: Document
    """The document as it is."""
    kind: Kind
    project: Project
    manner: Manner
    entities: tuple[Entity, ...] = ()
    """Those that the section on entities has to describe."""
    names: tuple[str, ...] = ()
    """Others, of which only the names are known."""
    indexes: tuple[Index, ...] = ()
    """Those that the section on indexes has to list."""
    queries: tuple[QueryPattern, ...] = ()
    """Those that the section on queries has to list."""
    draws: bool = False
    """Whether the section on relationships holds a diagram, where no other section is for it."""

    @property
    def language(self) -> str:
        """The language of the document."""
        return self.manner.language


def design_of(
    document: Document,
    kind: Kind,
    project: Project,
    lacking: Collection[str],
    *,
    manner: Manner | None = None,
    entities: Sequence[Entity] = (),
    asked: Sequence[QueryPattern] = (),
) -> Design:
    """The design of a document that lacks the sections of some roles.

    `entities` are known to be wanted where the document describes none, and so are the queries
    `asked` of them.
    """
    manner = manner or manner_of(document)
    full = document
    if not full.stores:
        full = replace(full, stores=proposed_stores(document, project))
    described: Sequence[Entity] = ()
    names: tuple[str, ...] = ()
    if not is_described(document):
        described = entities or proposed_entities(full, kind)
        bare = [] if entities else [entity for entity in described if is_bare(entity)]
        if not runs_on(full, _TABULAR):
            bare = list(described)
        if len(bare) > _MOST_BARE or not runs_on(full, _TABULAR):
            names = tuple(entity.name for entity in bare)
            described = [entity for entity in described if entity.name not in names]
        full = replace(full, entities=list(described) or document.entities)
    indexes: list[Index] = []
    if "indexes" in lacking:
        indexes = proposed_indexes(with_implied_links(full), kind)
        full = replace(full, indexes=[*full.indexes, *indexes])
    queries: list[QueryPattern] = []
    if "queries" in lacking:
        reads = [query for query in asked if not query.writes]
        known = replace(with_implied_links(full), queries=[*full.queries, *reads])
        queries = [*asked, *proposed_queries(known, manner.language)]
        full = replace(full, queries=[*full.queries, *queries])
    return Design(
        document=full,
        stated=document,
        kind=kind,
        project=project,
        manner=manner,
        entities=tuple(described),
        names=names,
        indexes=tuple(indexes),
        queries=tuple(queries),
    )
