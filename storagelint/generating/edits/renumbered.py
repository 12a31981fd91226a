"""Page whose numbered headings skip or repeat numbers -> the edits that number them through."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from storagelint.generating.edits.heading_levels import Replacement
from storagelint.generating.numbering import Number, number_of
from storagelint.judging.pages.hyperlinks import hyperlinks, slug_of
from storagelint.markdown import Page, Section
from storagelint.patterns import pattern
from storagelint.source import Span

_CITED = pattern(
    r"(?i:\b(?:sections?|chapters?|parts?|see|abschnitt|kapitel|sección|seção)\b|§|第|见|見|参照|раздел)"
    r"[ ]{0,2}(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})"
)
_MAX_LINE = 4_000


def renumbered(page: Page) -> list[Replacement]:
    """The edits of all headings whose numbers change, and of the links to them.

    The first heading under each one keeps its number; those below a heading that changes follow
    it. Nothing where the text cites one of the numbers, where a link would not be found again, or
    where a number may be a word of the heading (`3 tables`).
    """
    changes = _changes(page)
    if not changes or _is_cited(page, changes):
        return []
    edits = [_heading_edit(page, section, number, new) for section, number, new in changes]
    if any(edit is None for edit in edits):
        return []
    links = _links(page, changes)
    return [] if links is None else [*(edit for edit in edits if edit), *links]


Renumbering = tuple[Section, Number, str]
"""A heading, its number, and the number that it should have."""


def _changes(page: Page) -> list[Renumbering]:
    changes: list[Renumbering] = []
    new_stems: dict[int, tuple[str, str]] = {}
    """Line of a heading -> its number as a stem, before and after."""
    for parent in page.sections:
        before: tuple[str, int, int] | None = None
        for section in parent.children:
            number = number_of(section.title)
            if number is None or number.han:
                continue
            if not number.stem and not number.end and not _all_bare(parent):
                return []
            old, new = new_stems.get(parent.line, ("", "")) if parent.heading else ("", "")
            stem = new if old and number.stem == old else number.stem
            last = number.last
            if before and before[0] == number.stem:
                last = before[1] + 1
            before = (number.stem, last, number.last)
            new_stems[section.line] = (f"{number.stem}{number.last}.", f"{stem}{last}.")
            text = f"{stem}{last}{number.end}"
            if text != f"{number.stem}{number.last}{number.end}":
                changes.append((section, number, text))
    return changes


def _all_bare(parent: Section) -> bool:
    """Whether most headings beside each other are numbered without a point: `1 Overview`."""
    numbers = [number_of(section.title) for section in parent.children]
    bare = sum(number is not None and not number.end for number in numbers)
    return bare > 2 and bare * 2 > len(numbers)


def _heading_edit(page: Page, section: Section, number: Number, new: str) -> Replacement | None:
    old = f"{number.stem}{number.last}{number.end}"
    line = page.source.lines[section.line - 1]
    start = section.span.column - 1
    if not line.startswith(old, start):
        return None
    return Replacement(Span(section.line, start + 1, section.line, start + len(old) + 1), new)


def _is_cited(page: Page, changes: list[Renumbering]) -> bool:
    """Whether a sentence speaks of a section by a number that changes: `see section 4`."""
    numbers = {f"{number.stem}{number.last}" for _, number, _ in changes}
    return any(
        found["number"] in numbers
        for line in page.source.lines
        if len(line) <= _MAX_LINE
        for found in _CITED.finditer(line)
    )


def _links(page: Page, changes: list[Renumbering]) -> list[Replacement] | None:
    """The edits of links within the page; None where one is ambiguous."""
    slugs = [slug_of(section.title) for section in page.sections if section.heading]
    new_slugs = {
        slug_of(section.title): slug_of(_new_title(section, number, new))
        for section, number, new in changes
    }
    edits: list[Replacement] = []
    for link in hyperlinks(page):
        if link.path or not link.anchor:
            continue
        anchor = link.anchor.casefold()
        if anchor not in new_slugs:
            continue
        if slugs.count(anchor) > 1 or not link.target.endswith(link.anchor):
            return None
        span = link.span
        at = span.end_column - len(link.anchor)
        edits.append(
            Replacement(Span(span.line, at, span.line, span.end_column), new_slugs[anchor])
        )
    if edits and len(set(new_slugs.values())) < len(new_slugs):
        return None
    return edits


def _new_title(section: Section, number: Number, new: str) -> str:
    old = f"{number.stem}{number.last}{number.end}"
    return new + section.title[len(old) :]


def is_linked(page: Page, path: str, others: Iterable[tuple[str, Page]]) -> bool:
    """Whether another page (with its path) links to a heading of this one that would change."""
    changing = {slug_of(section.title) for section, _, _ in _changes(page)}
    name = posixpath.basename(path)
    return any(
        link.anchor.casefold() in changing and posixpath.basename(link.path) == name
        for other, each in others
        if other != path and name in each.source.text
        for link in hyperlinks(each)
    )
