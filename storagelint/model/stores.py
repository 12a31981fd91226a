"""Entity -> the store of the document that holds it."""

from __future__ import annotations

from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind, Store

_STORE_CLASSES = {
    EntityKind.TABLE: frozenset(["relational", "column", "warehouse", "time-series"]),
    EntityKind.COLLECTION: frozenset(["document"]),
    EntityKind.KEY: frozenset(["key-value"]),
    EntityKind.BUCKET: frozenset(["object"]),
    EntityKind.INDEX: frozenset(["search", "vector"]),
    EntityKind.MEASUREMENT: frozenset(["time-series"]),
    EntityKind.GRAPH: frozenset(["graph"]),
    EntityKind.FILE: frozenset(["file"]),
}


def store_of(entity: Entity, document: Document) -> Store | None:
    """The store that holds an entity, where only one of the document's can."""
    wanted = _STORE_CLASSES.get(entity.kind, frozenset())
    fitting = [store for store in document.stores if store.store_class in wanted]
    if not fitting and len(document.stores) == 1 and entity.kind is EntityKind.TABLE:
        fitting = [store for store in document.stores if store.store_class is not None]
    return fitting[0] if len({store.technology for store in fitting}) == 1 else None


def technology_of(entity: Entity, document: Document) -> str | None:
    """The product that holds an entity, or None where it cannot be told."""
    store = store_of(entity, document)
    return store.technology if store else None
