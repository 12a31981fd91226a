"""A fact that has its lines to itself -> the lines to take away so that nothing else goes."""

from __future__ import annotations

from collections import Counter

from storagelint.markdown import Fence, ItemList, Table
from storagelint.model.document import Document
from storagelint.model.facts import Form, Index, Relationship
from storagelint.patterns import pattern
from storagelint.source import Span

_WORD = pattern(r"[\w.\-]+")
_OWN_LINE = {Form.TABLE, Form.BULLETS, Form.TEXT, Form.MERMAID}
_COMMENT = ("--", "#", "/*", "*/")


def index_lines(document: Document, index: Index) -> Span | None:
    """The lines that state an index and nothing else; None where there are no such.

    None too where another line speaks of the index by its name, which would then mean nothing.
    """
    if document.once(_stated_on)[index.span.line] > 1:
        return None
    if index.name is not None and document.once(_words)[index.name.casefold()] > 1:
        return None
    if index.form is Form.SQL:
        return _statement(document, index.span)
    return _own_lines(document, index.span.line) if index.form in _OWN_LINE else None


def relationship_lines(document: Document, relationship: Relationship) -> Span | None:
    """The lines that state a relationship and nothing else; None where there are no such."""
    line = relationship.span.line
    if document.once(_stated_on)[line] > 1 or relationship.form not in _OWN_LINE:
        return None
    return _own_lines(document, line)


def _stated_on(document: Document) -> Counter[int]:
    """Line -> the indexes and relationships that begin on it, each counted once."""
    drawn = [each for diagram in document.diagrams for each in diagram.relationships]
    facts = [*document.indexes, *document.relationships, *drawn]
    return Counter(fact.span.line for fact in {id(fact): fact for fact in facts}.values())


def _words(document: Document) -> Counter[str]:
    """How often each word stands in the text."""
    found = _WORD.finditer(document.page.source.text.casefold())
    return Counter(match[0].strip(".-") for match in found)


def _own_lines(document: Document, line: int) -> Span | None:
    """The row, item or line of a fence that a line belongs to, unless it is the only one."""
    last = document.once(_spots).get(line)
    return _lines(document, line, last) if last else None


def _spots(document: Document) -> dict[int, int]:
    """First line -> last line of the rows, items and lines of fences that are not alone."""
    found: dict[int, int] = {}
    for section in document.page.sections:
        for block in section.blocks:
            match block:
                case Table() if len(block.rows) > 1:
                    found |= {row.line: row.line for row in block.rows}
                case ItemList():
                    found |= _items(block)
                case Fence(indented=False):
                    inside = range(block.first_line, block.first_line + len(block.lines))
                    filled = zip(inside, block.lines, strict=True)
                    lines = {line: line for line, text in filled if text.strip()}
                    found |= lines if len(lines) > 1 else {}
                case _:
                    pass
    return found


def _items(block: ItemList) -> dict[int, int]:
    found: dict[int, int] = {}
    stack = [block.items]
    while stack:
        items = stack.pop()
        stack += [item.children for item in items if item.children]
        if len(items) > 1:
            found |= {item.line: item.end_line for item in items if not item.children}
    return found


def _statement(document: Document, span: Span) -> Span | None:
    """The lines of a statement that begins on its own line, ends with `;` and has no comment."""
    lines = document.page.source.lines
    before = lines[span.line - 1][: span.column - 1]
    behind = lines[span.end_line - 1][span.end_column - 1 :].strip()
    above = lines[span.line - 2].strip() if span.line > 1 else ""
    if before.strip() or behind != ";" or above.startswith(_COMMENT) or above.endswith("*/"):
        return None
    return _lines(document, span.line, span.end_line)


def _lines(document: Document, first: int, last: int) -> Span:
    """Whole lines, with one of the blank lines around them where there is one on both sides."""
    lines = document.page.source.lines
    while last > first and not lines[last - 1].strip():
        last -= 1
    if last >= len(lines):
        return Span(first - 1, len(lines[first - 2]) + 1, last, len(lines[last - 1]) + 1)
    blank = first > 1 and not lines[first - 2].strip() and not lines[last].strip()
    last += blank and last + 1 < len(lines)
    return Span(first, 1, last + 1, 1)
