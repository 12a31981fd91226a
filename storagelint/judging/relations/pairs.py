"""Document -> its relationships by the pair of entities that they join."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import Link, junctions, links
from storagelint.model.document import Document
from storagelint.model.facts import Cardinality, Entity, Form, Relationship
from storagelint.model.names import fold
from storagelint.patterns import pattern

Pair = frozenset[str]
"""The folded names of two entities; one name where an entity is joined with itself."""

_ROLES = frozenset(["relationships", "entity-diagram"])
_WORD = pattern(r"[^\W\d]\w*")
_SCHEMAS = frozenset([Form.PRISMA, Form.DBML, Form.SQL, Form.CODE])
"""Notations whose relationships are the schema's own references."""
_DRAWN = pattern(r"[0-9*<>→─—:]")
_BY_WHOM = frozenset(
    """createdby updatedby modifiedby deletedby createdbyid updatedbyid modifiedbyid deletedbyid
    createduserid updateduserid createdbyuserid updatedbyuserid""".split()
)


def pair_of(document: Document, relationship: Relationship) -> Pair:
    """The pair that a relationship joins, by the entities' names where they are known."""
    known = document.once(_no_pairs)
    ends = (relationship.from_entity, relationship.to_entity)
    if ends not in known:
        known[ends] = frozenset(map(document.key_of, ends))
    return known[ends]


def _no_pairs(document: Document) -> dict[tuple[str, str], Pair]:
    """The pairs by the names at both ends, found when they are first asked for."""
    return {}


def stated_pairs(document: Document) -> set[Pair]:
    """The pairs that relationships state, those through a junction with the junction's own."""
    found: set[Pair] = set()
    for relationship in document.relationships:
        pair = pair_of(document, relationship)
        found.add(pair)
        one = document.entity(relationship.from_entity)
        other = document.entity(relationship.to_entity)
        between = [document.entity(relationship.via)] if relationship.via else []
        if one and other and relationship.cardinality in (None, Cardinality.MANY_TO_MANY):
            between += junctions(document, one, other)
        for middle in between:
            if middle is not None:
                found |= {frozenset([middle.key, end]) for end in pair}
    return found


def unspoken(document: Document, *, all_pairs: bool) -> Iterator[Link]:
    """A foreign key a pair that no relationship and no line on relationships speaks of.

    Without `all_pairs` only where the document speaks of three in four, so that it means to be
    whole; who wrote a row is not worth a relationship then, nor is an entity's own parent.
    """
    if all(each.form in _SCHEMAS for each in document.relationships):
        return
    stated = stated_pairs(document)
    keys: dict[Pair, Link] = {}
    for link in links(document):
        own = link.child is link.parent
        by_whom = all(field.key in _BY_WHOM for field in link.fields)
        if all_pairs or not (own or by_whom):
            keys.setdefault(frozenset([link.child.key, link.parent.key]), link)
    missing = {pair: link for pair, link in keys.items() if pair not in stated}
    if missing:
        lines = _lines_by_word(document)
        missing = {
            pair: link
            for pair, link in missing.items()
            if not set.intersection(*sorted((lines.get(key, set()) for key in pair), key=len))
        }
    if all_pairs or 4 * len(missing) <= len(keys):
        yield from missing.values()


def _lines_by_word(document: Document) -> dict[str, set[int]]:
    """Folded word -> the indices of the lines on relationships that it stands in."""
    lines = document.page.source.lines
    found: dict[str, set[int]] = {}
    for section in document.sections:
        if section.role in _ROLES:
            for number in range(section.line, min(section.end_line, len(lines))):
                for word in _WORD.findall(lines[number][:1000]):
                    found.setdefault(fold(word), set()).add(number)
    return found


def ends(document: Document, relationship: Relationship) -> tuple[Entity, Entity] | None:
    """The entities that a relationship joins; None where the document does not define both."""
    one, other = document.entity(relationship.from_entity), document.entity(relationship.to_entity)
    return (one, other) if one is not None and other is not None else None


def is_named(document: Document, relationship: Relationship) -> bool:
    """Whether the ends are names as they are written, not words of a sentence."""
    if relationship.form is not Form.BULLETS and relationship.form is not Form.PROSE:
        return True
    line = document.page.source.lines[relationship.span.line - 1]
    marked = all(
        f"`{end}" in line or f"**{end}" in line
        for end in (relationship.from_entity, relationship.to_entity)
    )
    return marked or bool(_DRAWN.search(relationship.cardinality_text or ""))


def is_schema(relationship: Relationship) -> bool:
    """Whether the relationship is a schema's own reference, not a statement about it."""
    return relationship.form in _SCHEMAS
