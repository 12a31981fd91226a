"""A document and a difference between its text and its diagrams -> the edit that ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from storagelint.generating.drawings.diagram import (
    LEFT_ENDS,
    RIGHT_ENDS,
    box_lines,
    entity_name,
    line_text,
    mermaid_text,
    type_text,
)
from storagelint.generating.drawings.drawing import Box, Drawing, End, Line, draw
from storagelint.judging.relations.drawn import (
    Shown,
    is_defined_beside,
    whole_definitions,
    wrong_marks,
)
from storagelint.judging.relations.pairs import Pair
from storagelint.kinds import Kind
from storagelint.markdown import Fence
from storagelint.model.document import Document
from storagelint.model.facts import (
    Attribute,
    Cardinality,
    Diagram,
    Entity,
    Field,
    Relationship,
)
from storagelint.model.names import fold
from storagelint.patterns import pattern
from storagelint.reading.diagrams.mermaid import read_er_diagram
from storagelint.source import Span

_MARKS = pattern(r"[ \t]+([PFU]K\b(?:[ \t]*,[ \t]*[PFU]K\b)*)", re.IGNORECASE)
_ENDS = pattern(r"([|}][|o])(--|\.\.)([|o][|{])")
_ORDER = ("PK", "FK", "UK")
_MANY = frozenset([End.ONE_OR_MORE, End.ZERO_OR_MORE])

Place = tuple[Span, str]
"""Where an edit is, and the text that comes there."""


def new_diagram(document: Document, kind: Kind) -> Place | None:
    """The diagram of the document below the heading that it belongs under.

    That is the kind's own section for it, else the one on relationships; None where the document
    has no such heading. The edit names the heading's line too, so that no other one can put a
    diagram there at the same time.
    """
    role = "entity-diagram" if kind.section("entity-diagram") else "relationships"
    headed = (each for each in document.sections if each.role == role and not each.label)
    fact = next(headed, None)
    heading = document.page.section_at(fact.line).heading if fact else None
    drawing = _of_definitions(document)
    if heading is None or not drawing.boxes:
        return None
    lines = document.page.source.lines
    line = heading.end_line
    text = f"{lines[line - 1]}\n\n```mermaid\n{mermaid_text(drawing)}\n```"
    if line < len(lines) and lines[line].strip():
        text += "\n"
    return Span(line, 1, line, len(lines[line - 1]) + 1), text


def _of_definitions(document: Document) -> Drawing:
    """What is drawn in a document itself: no names that it only drops, no fields of sketches.

    A diagram counts as a definition, and fields in it would be judged as no sketch is.
    """
    whole = document.once(draw)
    boxes = [
        box if box.external or whole_definitions(box.entity) else Box(box.entity)
        for box in whole.boxes
        if box.external or is_defined_beside(document, box.name)
    ]
    shown = {box.entity.key for box in boxes}
    return Drawing(boxes, [line for line in whole.lines if _pair(line) <= shown])


def missing_entity(document: Document, entity: Entity, missing: Sequence[Entity]) -> Place | None:
    """An entity that the diagrams lack, with what joins it to what they show.

    `missing` are all that they lack, in order: what joins two of these comes with the later one.
    Fields are left out where the diagram shows none of any entity.
    """
    drawing = document.once(draw)
    box = next((each for each in drawing.boxes if each.entity.key == entity.key), None)
    if box is None:
        return None
    earlier = {each.key for each in missing[: missing.index(entity)]}
    shown_keys = {key for each in document.diagrams for key in _ids(document, each)}
    joined = [
        line
        for line in drawing.lines
        if entity.key in (line.left.key, line.right.key)
        and {line.left.key, line.right.key} - {entity.key} <= shown_keys | earlier
    ]
    neighbours = {end.key for line in joined for end in (line.left, line.right)}
    diagram = max(document.diagrams, key=lambda each: len(neighbours & _ids(document, each).keys()))
    texts = box_lines(box)
    if not any(each.fields for each in diagram.entities):
        texts = [] if joined else [f"    {entity_name(box.name)}"]
    ids = _ids(document, diagram)
    return _added(document, diagram, [*texts, *(line_text(each, ids) for each in joined)])


def missing_lines(document: Document, pair: Pair) -> Place | None:
    """What joins two entities of a diagram that it does not join."""
    found = [each for each in document.once(draw).lines if _pair(each) == pair]
    for diagram in document.diagrams:
        ids = _ids(document, diagram)
        if found and pair <= ids.keys():
            return _added(document, diagram, [line_text(each, ids) for each in found])
    return None


def right_ends(document: Document, relationship: Relationship, stated: Cardinality) -> Place | None:
    """The ends of a relationship in a diagram as they are stated; one that counts right stays.

    `stated` is seen from the left. None for ends in words.
    """
    span = relationship.cardinality_span
    found = _ENDS.fullmatch(relationship.cardinality_text or "")
    if span is None or found is None:
        return None
    start = _key(document, relationship.from_entity)
    pair = frozenset([start, _key(document, relationship.to_entity)])
    line = next((each for each in document.once(draw).lines if _pair(each) == pair), None)
    ends = [End.ONE, End.ONE]
    if line is not None:
        ends = [line.left_end, line.right_end]
        if line.left.key != start:
            ends.reverse()
    left, right = (side in "NM" for side in stated.split(":"))
    one = found[1] if ("}" in found[1]) == left else LEFT_ENDS[_counting(ends[0], many=left)]
    other = found[3] if ("{" in found[3]) == right else RIGHT_ENDS[_counting(ends[1], many=right)]
    return span, f"{one}{found[2]}{other}"


def right_type(document: Document, drawing: Field, field: Field) -> Place | None:
    """The type of a field as its definition has it, in the letter case of the diagram."""
    span = drawing.where(Attribute.TYPE)
    written = drawing.type or ""
    if _text(document, span) != written:
        return None
    text = type_text(field)
    return span, text.lower() if written.islower() else text


def right_marks(document: Document, both: Shown, drawing: Field) -> Place | None:
    """All marks of a field as its definition has them; None for a name with marks of its own."""
    span = drawing.span
    line = document.page.source.lines[span.line - 1]
    end = span.end_column - 1
    if line[: span.column - 1].endswith(("*", "`")) or line[end : end + 1] == "`":
        return None
    found = _MARKS.match(line, end)
    marks = {mark.strip().upper() for mark in found[1].split(",")} if found else set()
    for mark, holds in wrong_marks(both, drawing):
        marks = marks | {mark} if holds else marks - {mark}
    text = ", ".join(mark for mark in _ORDER if mark in marks)
    if found is None:
        return Span(span.line, end + 1, span.line, end + 1), f" {text}"
    start = found.start(1) if text else end
    return Span(span.line, start + 1, span.line, found.end() + 1), text


def _counting(end: End, *, many: bool) -> End:
    if many:
        return end if end in _MANY else End.ZERO_OR_MORE
    return end if end not in _MANY else End.ONE


def _pair(line: Line) -> Pair:
    return frozenset([line.left.key, line.right.key])


def _key(document: Document, name: str) -> str:
    entity = document.entity(name)
    return entity.key if entity else fold(name)


def _text(document: Document, span: Span) -> str:
    line = document.page.source.lines[span.line - 1]
    return line[span.column - 1 : span.end_column - 1] if span.line == span.end_line else ""


def _ids(document: Document, diagram: Diagram) -> dict[str, str]:
    """The entities of a diagram by their folded names, as its lines call them."""
    return {_key(document, name): _text(document, span) for name, span in diagram.names.items()}


def _added(document: Document, diagram: Diagram, texts: Sequence[str]) -> Place | None:
    """Lines behind the last relationship of a diagram, or behind all where it has none.

    None where Mermaid would not read the diagram with them.
    """
    fences = document.page.blocks(Fence)
    fence = next((each for each in fences if each.line == diagram.span.line), None)
    if fence is None or not fence.closed or not texts:
        return None
    ends = [each.span.end_line - fence.first_line for each in diagram.relationships]
    filled = [at for at, line in enumerate(fence.lines) if line.strip()]
    at = max(ends or filled)
    first = min((each.span.line for each in diagram.relationships), default=0)
    model = fence.lines[first - fence.first_line] if first else "    "
    indent = model[: len(model) - len(model.lstrip())]
    added = [indent + text.removeprefix("    ") for text in texts]
    lines = (*fence.lines[: at + 1], *added, *fence.lines[at + 1 :])
    drawing = read_er_diagram(replace(fence, lines=lines))
    joins = sum(" : " in text for text in texts)
    if drawing is None or drawing.problems:
        return None
    if len(drawing.relationships) != len(diagram.relationships) + joins:
        return None
    line = document.page.source.lines[fence.first_line + at - 1]
    prefix = line[: fence.column - 1]
    text = "".join(f"\n{prefix}{each}" for each in added)
    return Span(fence.first_line + at, len(line) + 1, fence.first_line + at, len(line) + 1), text
