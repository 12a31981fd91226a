"""Document -> the relationships that state two cardinalities for one pair of entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from storagelint.judging.relations.drawn import diagram_relationships, stated_beside
from storagelint.judging.relations.links import Link, is_unique, junctions, links, pointers
from storagelint.judging.relations.pairs import Pair, pair_of
from storagelint.model.document import Document
from storagelint.model.facts import Cardinality, Form, Relationship
from storagelint.model.names import fold

_SENTENCES = frozenset([Form.BULLETS, Form.PROSE])
_DIRECTED = frozenset([Cardinality.ONE_TO_MANY, Cardinality.MANY_TO_ONE])
_MOST = 200
"""With how many different statements on a pair each later one is compared."""


def between_statements(document: Document) -> Iterator[tuple[Relationship, Relationship]]:
    """Each later statement beside diagrams with the earlier one that it contradicts.

    Two relationships of one pair that their labels, fields or junctions tell apart are two
    relationships. What a sentence says from the one side fits what another says from the other.
    """
    stated_in_order = sorted(stated_beside(document), key=lambda each: each.span)
    for stated in _by_pair(document, stated_in_order).values():
        told: dict[tuple[object, ...], Relationship] = {}
        for later in stated:
            for earlier in told.values():
                if _contradict(document, earlier, later):
                    yield later, earlier
                    break
            if len(told) < _MOST:
                told.setdefault(_statement(document, later), later)


def between_drawings(document: Document) -> Iterator[tuple[Relationship, Relationship]]:
    """Each relationship of a diagram that turns round another one of its pair, with that one.

    Where a field of one side points at the other, it says which of the two is right; where none
    does, different labels make them two relationships.
    """
    drawn = diagram_relationships(document)
    for pair, drawings in _by_pair(document, drawn).items():
        ordered = [each for each in drawings if each.cardinality in _DIRECTED][:_MOST]
        if len(pair) < 2 or len(ordered) < 2:
            continue
        sides = {_many_side(document, each): each for each in reversed(ordered)}
        if len(sides) < 2:
            continue
        carried = [
            side for side in pair if any(key in pair for key in pointers(document).get(side, ()))
        ]
        first, second = sorted(sides.values(), key=lambda each: each.span)
        if len(carried) == 1:
            right = sides[carried[0]]
            yield (first if right is second else second), right
        elif not carried and not _told_apart(first, second):
            yield second, first


def against_diagrams(document: Document) -> Iterator[tuple[Relationship, Relationship]]:
    """Each relationship of a diagram with the statement that contradicts it, once a pair."""
    drawn = _by_pair(document, diagram_relationships(document))
    stated = _by_pair(document, stated_beside(document))
    for pair, drawings in drawn.items():
        first = drawings[0]
        if len(pair) < 2 or any(not _agree(document, first, each) for each in drawings):
            continue
        statements = stated.get(pair, [])
        if any(_agree(document, first, each) for each in statements):
            continue
        wrong = next(
            (
                each
                for each in statements
                if not _vague(document, first, each) and not _drawn_via(document, each, drawn)
            ),
            None,
        )
        if wrong is not None:
            yield first, wrong


def against_keys(document: Document) -> Iterator[tuple[Relationship, Link]]:
    """The relationships of one to many whose only key is unique, each with that key."""
    keys = document.once(_links_by_pair)
    seen: set[Pair] = set()
    for relationship in [*stated_beside(document), *diagram_relationships(document)]:
        pair = pair_of(document, relationship)
        found = keys.get(pair, [])
        if pair in seen or len(pair) < 2 or len(found) != 1:
            continue
        if relationship.cardinality not in _DIRECTED:
            continue
        if _many_side(document, relationship) == found[0].child.key and is_unique(
            document, found[0]
        ):
            seen.add(pair)
            yield relationship, found[0]


def _drawn_via(
    document: Document, relationship: Relationship, drawn: Mapping[Pair, Sequence[Relationship]]
) -> bool:
    """Whether the diagrams join both ends with the junction that a relationship goes through."""
    if not relationship.via:
        return False
    middle = document.key_of(relationship.via)
    return all(frozenset([middle, end]) in drawn for end in pair_of(document, relationship))


def many_to_many_by_key(document: Document) -> Iterator[tuple[Relationship, Link]]:
    """The relationships of many to many that a single foreign key carries, with that key."""
    keys = document.once(_links_by_pair)
    for relationship in [*stated_beside(document), *diagram_relationships(document)]:
        found = keys.get(pair_of(document, relationship), [])
        many = relationship.cardinality is Cardinality.MANY_TO_MANY and not relationship.via
        if not many or len(found) != 1 or found[0].child is found[0].parent:
            continue
        if not any(junctions(document, found[0].child, found[0].parent)):
            yield relationship, found[0]


def _links_by_pair(document: Document) -> dict[Pair, list[Link]]:
    found: dict[Pair, list[Link]] = {}
    for link in links(document):
        found.setdefault(frozenset((link.child.key, link.parent.key)), []).append(link)
    return found


def _many_side(document: Document, relationship: Relationship) -> str:
    one_to_many = relationship.cardinality is Cardinality.ONE_TO_MANY
    return document.key_of(relationship.to_entity if one_to_many else relationship.from_entity)


def _by_pair(
    document: Document, relationships: Iterable[Relationship]
) -> dict[Pair, list[Relationship]]:
    found: dict[Pair, list[Relationship]] = {}
    for relationship in relationships:
        if relationship.cardinality is not None:
            found.setdefault(pair_of(document, relationship), []).append(relationship)
    return found


def _seen_from(document: Document, relationship: Relationship, side: str) -> Cardinality | None:
    if relationship.cardinality is None or document.key_of(relationship.from_entity) == side:
        return relationship.cardinality
    return relationship.cardinality.reversed()


def _agree(document: Document, one: Relationship, other: Relationship) -> bool:
    side = document.key_of(one.from_entity)
    return one.cardinality == _seen_from(document, other, side)


def _vague(document: Document, one: Relationship, other: Relationship) -> bool:
    """Whether a sentence from one side leaves open what the other says of its side."""
    if one.form not in _SENTENCES and other.form not in _SENTENCES:
        return False
    same_way = document.key_of(one.from_entity) == document.key_of(other.from_entity)
    drawn = Form.MERMAID in (one.form, other.form)
    many = Cardinality.MANY_TO_MANY in (one.cardinality, other.cardinality)
    return many or not (same_way or drawn)


def _contradict(document: Document, one: Relationship, other: Relationship) -> bool:
    if len(pair_of(document, one)) < 2 or _agree(document, one, other):
        return False
    return not (_vague(document, one, other) or _told_apart(one, other))


def _statement(document: Document, relationship: Relationship) -> tuple[object, ...]:
    """All that `_contradict` looks at; of equal ones of a pair only the first is compared."""
    return (
        relationship.form,
        document.key_of(relationship.from_entity),
        relationship.cardinality,
        relationship.via or "",
        fold(relationship.field or ""),
        fold(relationship.label or ""),
    )


def _told_apart(one: Relationship, other: Relationship) -> bool:
    if one.field and other.field and fold(one.field) != fold(other.field):
        return True
    if (one.via or "") != (other.via or ""):
        return True
    labels = {fold(each.label) for each in (one, other) if each.label}
    return len(labels) == 2 and one.form is other.form
