"""Comments in a page -> what they silence, and where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from storagelint.linting.suppression import OTHER_VERBS, VERBS, Suppression
from storagelint.markdown import Comment, Fence, FrontMatter, Other, Page
from storagelint.patterns import pattern
from storagelint.source import Span

_OPENING = pattern(r"<!--\s*storagelint:\s*([A-Za-z][\w-]{0,40}?:?)(?=\s|-->)")
_ENDING = pattern(r"--!?>|<!--")
_WORD = pattern(r"([^\s,]+)(\s*,\s*|\s*)")
_CODE = pattern(r"[A-Z]{2,8}\d{0,3}\Z")
_NUMBERED = pattern(r"[A-Z]{2,8}\d{1,3}\Z")
_NAME = pattern(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+\Z")


def suppressions(page: Page, knows: Callable[[str], bool]) -> list[Suppression]:
    """The suppressions of a page in the order of the text; `knows` tells the rules' names."""
    text = page.source.text
    if "storagelint:" not in text:
        return []
    blocks = _Blocks(page)
    starts = [0, *accumulate(len(line) + 1 for line in page.source.lines)]
    found: list[Suppression] = []
    for opening in _OPENING.finditer(text):
        end = text.find("-->", opening.end())
        if end < 0:
            break
        first = bisect_right(starts, opening.start())
        last = bisect_right(starts, end)
        verb = opening[1]
        if verb in OTHER_VERBS or blocks.is_example(first):
            continue
        begin, until = starts[first - 1], starts[last - 1]
        span = Span(first, opening.start() - begin + 1, last, end - until + 4)
        if verb not in VERBS:
            found.append(Suppression(span, (), "", first, last, misread=verb))
            continue
        selectors, reason = _words(text[opening.end() : end], knows)
        scope = (1, len(page.source.lines))
        if verb == "ignore":
            around = text[begin : opening.start()] + text[end + 3 : starts[last] - 1]
            scope = blocks.scope(first, last, alone=not around.strip())
        found.append(Suppression(span, selectors, reason, *scope))
    return found


def comment(codes: Iterable[str], reason: str, *, whole_file: bool = False) -> str:
    """The comment that silences rules, for a reason that cannot end it or name further rules."""
    kind = "ignore-file" if whole_file else "ignore"
    listed = ", ".join(codes)
    text = "".join(letter if letter.isprintable() else " " for letter in reason)
    text = _ENDING.sub(lambda found: found[0].replace("<", "&lt;").replace(">", "&gt;"), text)
    text = " ".join(text.split())
    selectors, _ = _words(f"{listed} {text}", lambda _word: True)
    dash = "- " if text and ", ".join(selectors) != listed else ""
    return f"<!-- storagelint: {kind} {listed} {dash}{text} -->"


def places(page: Page, line: int) -> Iterator[int]:
    """The lines above which a comment is about a line: that of its block, those of its sections.

    The first is about the least; 0 stands for the whole file, whose title is no section.
    """
    blocks = _Blocks(page)
    inside = _around(blocks.blocks, line)
    if inside is not None:
        yield inside[0]
    title = next((section for section in page.sections if section.heading), None)
    around = [
        section.line
        for section in page.sections
        if section.heading and section.line <= line <= section.end_line
        if section is not title or section.level > 1
    ]
    yield from reversed(around)
    yield 0


class _Blocks:
    """The lines of a page's sections and blocks, by their first line."""

    def __init__(self, page: Page) -> None:
        blocks: list[tuple[int, int]] = []
        sections: list[tuple[int, int]] = []
        self.examples: list[tuple[int, int]] = []
        for section in page.sections:
            if section.heading:
                sections.append((section.line, section.end_line))
            for block in section.blocks:
                if isinstance(block, Fence):
                    self.examples.append((block.line, block.end_line))
                if not block.nested and not isinstance(block, Comment | Other | FrontMatter):
                    blocks.append((block.line, block.end_line))
        self.headings = dict(sections)
        self.blocks = sorted(blocks)
        self.both = sorted(blocks + sections)

    def is_example(self, line: int) -> bool:
        """Whether a line stands inside a fence."""
        return _around(self.examples, line) is not None

    def scope(self, line: int, last: int, *, alone: bool) -> tuple[int, int]:
        """What a comment is about: the heading or block it stands in, else what is below it."""
        if not alone and line in self.headings:
            return line, self.headings[line]
        inside = _around(self.blocks, line)
        if inside is not None:
            return inside
        below = bisect_right(self.both, (last, 1 << 60))
        return self.both[below] if below < len(self.both) else (line, last)


def _around(ranges: list[tuple[int, int]], line: int) -> tuple[int, int] | None:
    at = bisect_right(ranges, (line, 1 << 60)) - 1
    return ranges[at] if at >= 0 and ranges[at][1] >= line else None


def _words(text: str, knows: Callable[[str], bool]) -> tuple[tuple[str, ...], str]:
    """The rules that a comment names, separated by commas or spaces, and the reason after them."""
    selectors: list[str] = []
    text = text.strip()
    at, listed = 0, True
    while found := _WORD.match(text, at):
        word = found[1].rstrip(":")
        if listed:
            meant = bool(_CODE.match(word) or _NAME.match(word))
        else:
            meant = bool(_NUMBERED.match(word)) or ("-" in word and knows(word))
        if not meant:
            break
        selectors.append(word)
        at, listed = found.end(), "," in found[2]
    return tuple(selectors), text[at:].lstrip(" :—–-")
