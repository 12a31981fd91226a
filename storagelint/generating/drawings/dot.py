"""Documents -> the text of a Graphviz graph, from which nothing breaks out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from storagelint.generating.drawings.drawing import Box, Column, Drawing, End, Line, draw
from storagelint.generating.texts.one_line import one_line
from storagelint.model.document import Document
from storagelint.model.facts import Entity

_ARROWS = {
    End.ONE: "teetee",
    End.ZERO_OR_ONE: "teeodot",
    End.ONE_OR_MORE: "crowtee",
    End.ZERO_OR_MORE: "crowodot",
}
_HEAD = """digraph storage {
    graph [rankdir=LR, nodesep=0.6, ranksep=1.2]
    node [shape=plain, fontname="Helvetica", fontsize=11]
    edge [dir=both, fontname="Helvetica", fontsize=9]"""
_TABLE = '<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="4">'
_DASHED = '<TABLE BORDER="1" CELLBORDER="0" CELLPADDING="6" STYLE="DASHED">'


def dot(documents: Document | Sequence[Document]) -> str:
    """The graph of one document, or of several together, without a last newline.

    A node an entity with its fields, an edge a relationship with crow's feet. Entities that no
    document defines are dashed.
    """
    return dot_text(draw(documents))


def dot_text(drawing: Drawing) -> str:
    """What is drawn as the text of a graph in the DOT language."""
    nodes = map(_node, drawing.boxes)
    edges = map(_edge, drawing.lines)
    return "\n".join([_HEAD, *nodes, *edges, "}"])


def _node(box: Box) -> str:
    title = f"<B>{_html(box.name) or '?'}</B>"
    if box.external:
        return f"    {_id(box.entity)} [label=<{_DASHED}<TR><TD>{title}</TD></TR></TABLE>>]"
    head = f'<TR><TD COLSPAN="3" BGCOLOR="#e8e8e8">{title}</TD></TR>'
    rows = "\n        ".join([head, *map(_row, box.columns)])
    return f"    {_id(box.entity)} [label=<{_TABLE}\n        {rows}\n    </TABLE>>]"


def _row(column: Column) -> str:
    cells = (column.field.name, column.field.type or "", ", ".join(column.marks))
    inside = "".join(f'<TD ALIGN="LEFT">{_html(each)}</TD>' for each in cells)
    return f"<TR>{inside}</TR>"


def _edge(line: Line) -> str:
    settings = [f"arrowtail={_ARROWS[line.left_end]}", f"arrowhead={_ARROWS[line.right_end]}"]
    label = _html(line.label)
    if label:
        settings.append(f"label=<{label}>")
    return f"    {_id(line.left)} -> {_id(line.right)} [{', '.join(settings)}]"


def _id(entity: Entity) -> str:
    name = one_line(entity.name).replace("\\", "/").replace('"', "'")
    return f'"{name}"'


def _html(text: str) -> str:
    return escape(one_line(text))
