"""Page -> its links, and the anchors that links can point at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from storagelint.markdown import Fence, Page, code_spans
from storagelint.patterns import pattern
from storagelint.source import Span


class Hyperlink(NamedTuple):
    """A link or an image; `span` is the place of its target."""

    target: str
    """As written, without a title."""
    span: Span

    @property
    def path(self) -> str:
        """The file it points at, relative to its own; empty for the page itself."""
        return unquote(self.target.partition("#")[0].partition("?")[0])

    @property
    def anchor(self) -> str:
        """What follows the `#`; empty where nothing does."""
        return unquote(self.target.partition("#")[2])

    @property
    def is_relative(self) -> bool:
        """Whether it points into the same tree of files, and is not a template's."""
        return not (_ELSEWHERE.match(self.target) or set("{}<>$*") & set(self.target))


_ELSEWHERE = pattern(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:|/|\Z")
_TARGET = (
    r"(?:<(?P<pointed>[^<>\n]{0,1000})>"
    r"|(?P<bare>[^\s()<>]{1,1000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?))"
)
_INLINE = pattern(r"\][(][ \t]?" + _TARGET)
_DEFINITION = pattern(r" {0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]*" + _TARGET)
_EXPLICIT = pattern(
    r"<[A-Za-z][^<>\n]{0,200}?\b(?:id|name)[ ]?=[ ]?[\"']?([^\"'\s<>]{1,200})", re.IGNORECASE
)
_OWN_ID = pattern(r"\{#([\w.:-]{1,200})\}\s{0,20}\Z")
_MAX_LINE = 20_000


def hyperlinks(page: Page) -> Iterator[Hyperlink]:
    """The inline links, images and link definitions outside fences, comments and inline code."""
    if "](" not in page.source.text and "]:" not in page.source.text:
        return
    blocks = [*page.blocks(Fence), *page.comments]
    skipped = {line for block in blocks for line in range(block.line, block.end_line + 1)}
    for number, line in enumerate(page.source.lines, 1):
        if number in skipped or len(line) > _MAX_LINE or "]" not in line:
            continue
        found = [*_INLINE.finditer(line)]
        definition = _DEFINITION.match(line)
        if not found and definition is None:
            continue
        inside = [(start, end) for start, end, _ in code_spans(line)]
        for match in [definition, *found] if definition else found:
            group = "pointed" if match["pointed"] is not None else "bare"
            start, end = match.span(group)
            if not any(left <= start < right for left, right in inside):
                yield Hyperlink(match[group], Span(number, start + 1, number, end + 1))


def anchors(page: Page) -> set[str]:
    """The anchors of a page: GitHub's for every heading, those that HTML or `{#id}` states."""
    found: set[str] = set()
    counts: dict[str, int] = {}
    for section in page.sections:
        if section.heading is None:
            continue
        own = _OWN_ID.search(section.heading.raw)
        if own:
            found.add(own[1])
        slug = slug_of(section.title)
        count = counts.get(slug, 0)
        counts[slug] = count + 1
        found.add(f"{slug}-{count}" if count else slug)
    if "=" in page.source.text and "<" in page.source.text:
        found.update(match[1] for match in _EXPLICIT.finditer(page.source.text))
    return found


def slug_of(heading: str) -> str:
    """GitHub's anchor of a heading: lower case, no punctuation, hyphens for spaces."""
    kept = (letter for letter in heading.strip().lower() if _stays(letter))
    return "".join(kept).replace(" ", "-")


def _stays(letter: str) -> bool:
    return letter.isalnum() or letter in "-_ " or unicodedata.category(letter)[0] == "M"
