"""A backend system of the architecture -> the text of its storage design."""

from __future__ import annotations

from dataclasses import replace

from storagelint.generating.proposals.asked_queries import asked_by_stories
from storagelint.generating.proposals.proposed_entities import bare_entity
from storagelint.generating.proposals.proposed_stores import proposed_stores
from storagelint.generating.sections import whole
from storagelint.judging.surroundings.architecture import System
from storagelint.judging.surroundings.requirements import told
from storagelint.kinds import Kind
from storagelint.markdown import parse
from storagelint.model import Document, Entity, Project, Store
from storagelint.model.names import singular, words
from storagelint.patterns import pattern
from storagelint.reading.stores import inferred_store
from storagelint.source import from_text

_SPLIT = pattern(r"[,;/&+、，；()]|\b(?:and|with|of|for|from|over|in|to|by|on|per)\b")
_PLAIN_NAME = pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_WORDS = pattern(r"[A-Za-z]+(?:[ -][A-Za-z]+){0,3}\Z")
_FORM = pattern(r"<[^<>]{1,40}>")
_LEADING = frozenset("all the a an its their manage store keep own handle hold".split())
_OWN = frozenset(
    """index key value table field column row record query entity store relationship constraint
    migration backup datum section""".split()
)
"""What designs call their own parts; no entity is named so."""
_VERBAL = ("ing", "s")
"""How what is done with things ends, in front of them: storing orders, stores orders."""
_MOST = 12


def storage_document(system: System, path: str, project: Project, kind: Kind) -> str:
    """The text of the storage design of a system, for a file at `path` below the root.

    What the architecture says of the system is written, what stories and its responsibility
    suggest is proposed, and the rest is a scaffold.
    """
    page = parse(from_text(""))
    empty = Document(path=path, kind=kind.name, page=page, system=system.name)
    stores = _stores(system, proposed_stores(empty, project) or inferred_store(kind.technology))
    empty = replace(empty, stores=stores)
    names = entity_names(system.responsibility, kind)
    entities: list[Entity] = [bare_entity(name, empty, kind) for name in names]
    return whole(
        kind,
        _FORM.sub(lambda _: title_of(system), kind.title_form, count=1) or title_of(system),
        path=path,
        project=project,
        system=system.name,
        stores=stores,
        entities=entities,
        queries=asked_by_stories(told(project), entities),
    )


def title_of(system: System) -> str:
    """A system's name as a title: `backend-order` is Backend Order."""
    if _PLAIN_NAME.match(system.name):
        return " ".join(word[:1].upper() + word[1:] for word in words(system.name))
    return " ".join(system.name.split())


def entity_names(responsibility: str, kind: Kind) -> list[str]:
    """The things that a responsibility lists, as the kind names entities: `orders and carts`."""
    found: dict[str, None] = {}
    for part in _SPLIT.split(responsibility):
        said = part.strip(" .").casefold()
        if not _WORDS.match(said):
            continue
        parts = said.replace("-", " ").split()
        while len(parts) > 1 and (parts[0] in _LEADING or parts[0].endswith(_VERBAL)):
            parts.pop(0)
        one = singular(parts[-1])
        if one == parts[-1] or one in _OWN or len(parts) > 2:
            continue
        if kind.naming.entity_number == "plural":
            found["_".join(parts)] = None
        else:
            found["".join(word.capitalize() for word in (*parts[:-1], one))] = None
    return list(found)[:_MOST]


def _stores(system: System, stores: list[Store]) -> list[Store]:
    """The stores, the first of them for what the system is there for."""
    if not stores or not system.responsibility:
        return stores
    return [stores[0].altered(purpose=system.responsibility), *stores[1:]]
