"""A section and a step -> the edits that move its heading and all below it up or down."""

from __future__ import annotations

from typing import NamedTuple

from storagelint.judging.pages.outline import find
from storagelint.kinds import Kind, SectionSpec
from storagelint.markdown import Page, Section
from storagelint.model import Document
from storagelint.patterns import pattern
from storagelint.source import Span

_MARKS = pattern(r" {0,3}(#{1,6})(?=[ \t]|\Z)")
_DEEPEST = 6


class Replacement(NamedTuple):
    """A stretch of a document and what takes its place; an empty stretch is an insertion."""

    span: Span
    text: str
    rank: int = 0
    """Of several insertions at one place the lower goes first."""


def shifted(page: Page, section: Section, by: int) -> list[Replacement] | None:
    """The edits that take a section with its parts `by` levels down, or up where it is negative.

    None where a heading is underlined, not marked by `#`, or would leave the six levels.
    """
    found: list[Replacement] = []
    for part in section.walk():
        marks = _MARKS.match(page.source.lines[part.line - 1])
        level = part.level + by
        if marks is None or len(marks[1]) != part.level or not 1 <= level <= _DEEPEST:
            return None
        span = Span(part.line, marks.start(1) + 1, part.line, marks.end(1) + 1)
        found.append(Replacement(span, "#" * level))
    return found


def moved(document: Document, kind: Kind, spec: SectionSpec) -> list[Replacement] | None:
    """The edits that bring a section of the kind to its level, with its parts.

    None where that would tear it from its neighbours: where it would come to lie below another
    section than its own parent, take in a section that follows it, or leave one empty.
    """
    fact = find(document, spec)
    if fact is None:
        return None
    section = document.page.section_at(fact.line)
    by = spec.level - fact.level
    if by > 0 and not _lies_behind_parent(document, kind, spec, section):
        return None
    if by < 0 and not _ends_its_parent(document, kind, section, spec.level):
        return None
    return shifted(document.page, section, by)


def _lies_behind_parent(
    document: Document, kind: Kind, spec: SectionSpec, section: Section
) -> bool:
    """Whether a section that goes down would be a part of the section that the kind wants."""
    parent_spec = kind.section(spec.parent) if spec.parent else None
    parent = find(document, parent_spec) if parent_spec else None
    around = section.parent.children if section.parent else []
    before = around[around.index(section) - 1] if section in around[1:] else None
    if parent is None or parent.label:
        return spec.parent is None and before is None
    while before is not None and before.line != parent.line:
        known = next((f for f in document.sections if f.line == before.line and not f.label), None)
        own = kind.section(known.role) if known else None
        at = around.index(before)
        before = around[at - 1] if own and own.parent == spec.parent and at else None
    return before is not None and before.level < spec.level


def _ends_its_parent(document: Document, kind: Kind, section: Section, level: int) -> bool:
    """Whether what follows a section that goes up goes up too, and something stays before it."""
    parent = section.parent
    if parent is None or parent.level != level:
        return False
    at = parent.children.index(section)
    if not at and not parent.blocks:
        return False
    wrong = {
        fact.line
        for spec in kind.sections
        if (fact := find(document, spec)) and not fact.label and spec.level <= level < fact.level
    }
    return all(child.line in wrong for child in parent.children[at + 1 :])
