"""Facts of a design -> the sections on how its entities belong together: a diagram and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storagelint.generating.design import Design
from storagelint.generating.design_tables import has_fields, table_of
from storagelint.generating.drawings.diagram import mermaid
from storagelint.generating.proposals.implied_links import implied_links
from storagelint.generating.texts.inline_text import without_ticks
from storagelint.generating.texts.names import plural_of, singular_of
from storagelint.generating.texts.notes import proposed, question
from storagelint.generating.wording import phrase
from storagelint.judging.entities.shape import (
    is_junction,
)
from storagelint.judging.relations.links import Link, is_unique, links
from storagelint.model import Entity

_DASHES = "────"


def diagram(design: Design) -> str:
    """The entities and their relationships, drawn."""
    if not has_fields(design):
        return question("entity-diagram", design)
    return f"```mermaid\n{mermaid(design.document)}\n```"


def relationships(design: Design) -> str:
    """A line or a row for each foreign key, those through a junction as one."""
    text = _relationships(design)
    return f"{diagram(design)}\n\n{text}" if design.draws else text


def _relationships(design: Design) -> str:
    lines = list(_joined(design))
    if not lines:
        if not has_fields(design):
            return question("relationships", design)
        return proposed(phrase(design.language, "relationships", "none"), design)
    text = _relation_text(design, lines)
    return proposed(text, design) if any(True for _ in implied_links(design.document)) else text


def _relation_text(design: Design, lines: Sequence[tuple[str, str, str, str, str]]) -> str:
    if "relationships" in design.kind.tables:
        rows = [[one, many, how, said] for one, many, how, said, _ in lines]
        return table_of(design, "relationships", rows)
    marks = {"1:N": ("1", "N"), "1:1": ("1", "1"), "N:M": ("N", "M")}
    texts = []
    for one, many, how, _, via in lines:
        left, right = marks[how]
        line = f"{one} {left} {_DASHES} {right} {many}{f' (via {via})' if via else ''}"
        texts.append(without_ticks(line))
    return "\n".join(["```", *dict.fromkeys(texts), "```"])


def _joined(design: Design) -> Iterator[tuple[str, str, str, str, str]]:
    """The entities that belong together: one, other, how many, in words, the junction between.

    What the document says of two entities elsewhere goes before what their keys say.
    """
    found = links(design.document)
    through = _junctions(found)
    said: set[frozenset[str]] = set()
    pairs: list[tuple[Entity, Entity, str, str, str]] = []
    for link in found:
        if link.child.key not in through:
            how = "1:1" if is_unique(design.document, link) else "1:N"
            fields = ", ".join(field.name for field in link.fields)
            pairs.append((link.parent, link.child, how, fields, ""))
    for first, second in through.values():
        pairs.append((first.parent, second.parent, "N:M", first.child.name, first.child.name))
    pairs += [
        (parent, child, "1:N", field.name, "")
        for parent, child, field in implied_links(design.document)
    ]
    for one, other, how, field, via in pairs:
        pair = frozenset([one.key, other.key])
        if pair not in said:
            said.add(pair)
            how = _stated(design, one, other) or how
            ends = (other, one, "1:N") if how == "N:1" else (one, other, how)
            yield (*_in_words(design.language, *ends, field), via)


def _in_words(
    code: str, parent: Entity, child: Entity, how: str, through: str
) -> tuple[str, str, str, str]:
    name = {"1:1": "one-to-one", "1:N": "one-to-many", "N:M": "many-to-many"}[how]
    one = (plural_of if how == "N:M" else singular_of)(parent, code)
    many = (singular_of if how == "1:1" else plural_of)(child, code)
    said = phrase(code, "relationships", name, one=one, many=many, field=through, via=through)
    return parent.name, child.name, how, said[:1].upper() + said[1:]


def _stated(design: Design, one: Entity, other: Entity) -> str | None:
    """What the document says elsewhere of how many of two entities belong together."""
    for stated in design.stated.relationships:
        ends = stated.from_entity, stated.to_entity
        keys = [own.key if (own := design.document.entity(end)) else "" for end in ends]
        if stated.cardinality is not None and keys == [one.key, other.key]:
            return str(stated.cardinality)
        if stated.cardinality is not None and keys == [other.key, one.key]:
            return str(stated.cardinality.reversed())
    return None


def _junctions(found: Sequence[Link]) -> dict[str, tuple[Link, Link]]:
    """Folded name of each entity that does no more than join two others -> its two keys."""
    by_child: dict[str, list[Link]] = {}
    for link in found:
        by_child.setdefault(link.child.key, []).append(link)
    return {
        key: (own[0], own[1])
        for key, own in by_child.items()
        if len(own) == 2 and own[0].parent is not own[1].parent and is_junction(own[0].child)
    }
