"""Document -> the rings of required foreign keys, in which no first row can be written."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from storagelint.judging.relations.links import Link, links
from storagelint.model.document import Document
from storagelint.model.facts import EntityKind


def required_rings(document: Document) -> Iterator[list[Link]]:
    """A shortest ring of keys that may not be null for each set of tables that need each other.

    Deferrable keys and keys to the own table are left out: a transaction or the row itself can
    satisfy them.
    """
    required = [
        link
        for link in links(document)
        if link.optional is False
        and link.child is not link.parent
        and not link.reference.deferrable
        and link.child.kind is EntityKind.TABLE
    ]
    if not _has_ring(required):
        return
    import networkx

    graph = networkx.DiGraph()
    for link in required:
        if not graph.has_edge(link.child.key, link.parent.key):
            graph.add_edge(link.child.key, link.parent.key, link=link)
    order = {entity.key: position for position, entity in enumerate(document.entities)}
    for component in networkx.strongly_connected_components(graph):
        if len(component) < 2:
            continue
        part = graph.subgraph(component)
        start = min(component, key=lambda key: order[key])
        back = (
            networkx.shortest_path(part, target, start)
            for target in sorted(part.successors(start), key=lambda key: order[key])
        )
        ring = [start, *min(back, key=len)]
        yield [part.edges[edge]["link"] for edge in pairwise(ring)]


def _has_ring(required: list[Link]) -> bool:
    """Whether any ring is there, told without the graph library, whose import takes long."""
    needs: dict[str, set[str]] = {}
    for link in required:
        needs.setdefault(link.child.key, set()).add(link.parent.key)
    try:
        TopologicalSorter(needs).prepare()
    except CycleError:
        return True
    return False
