"""Source -> Page: the section tree, with the blocks of each section."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar

from markdown_it.token import Token

from storagelint.markdown.blocks import (
    Block,
    Comment,
    Fence,
    Heading,
    Html,
    ItemList,
    ListItem,
    Other,
    Paragraph,
    Section,
    Table,
)
from storagelint.markdown.parser import MAX_NESTING, page_parser
from storagelint.patterns import pattern
from storagelint.source import Source, Span

_COMMENT = pattern(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_CHECK_BOX = pattern(r"\[([ xX~!-])\][ \t]+")
_FENCE_MARK = pattern(r"(?:[ \t>]|[-+*]|\d{1,9}[.)])*(`{3,}|~{3,})[ \t]*\Z")

AnyBlock = TypeVar("AnyBlock", bound=Block)


@dataclass(slots=True)
class FrontMatter(Block):
    text: str

    def value(self, key: str) -> tuple[str, int] | None:
        """The text of a top-level `key: value` line and its line number, or None."""
        for offset, line in enumerate(self.text.split("\n")):
            name, colon, rest = line.partition(":")
            if colon and name.strip() == key and not line[:1].isspace():
                return rest.strip().strip("\"'"), self.line + 1 + offset
        return None


@dataclass(slots=True)
class Page:
    """A Markdown page as a tree of sections; each line that is not blank is in some block."""

    source: Source
    root: Section
    """What stands before the first heading, and above all the other sections."""
    front_matter: FrontMatter | None = None
    too_deep: list[Span] = field(default_factory=list)
    """Lines below which the nesting was too deep to be read."""
    comments: list[Comment] = field(default_factory=list)
    _sections: list[Section] = field(default_factory=list)

    @property
    def sections(self) -> list[Section]:
        """All sections in the order of the text, the root first."""
        return self._sections

    def blocks(self, kind: type[AnyBlock]) -> Iterator[AnyBlock]:
        """All blocks of one kind in the order of the text."""
        for section in self._sections:
            for block in section.blocks:
                if isinstance(block, kind):
                    yield block

    def section_at(self, line: int) -> Section:
        """The innermost section that a line stands in."""
        following = bisect_right(self._sections, line, key=lambda section: section.line)
        return self._sections[following - 1] if following else self.root


def parse(source: Source) -> Page:
    """The page of a source. Every input gives a page."""
    front_matter = _front_matter(source)
    text = source.text
    if front_matter:
        skipped = "\n".join(source.lines[: front_matter.end_line])
        text = "\n" * front_matter.end_line + text[len(skipped) + 1 :]
    root = Section(None, 0, None, 1, len(source.lines))
    page = Page(source, root, front_matter)
    _Builder(page).build(page_parser().parse(text))
    return page


def _front_matter(source: Source) -> FrontMatter | None:
    lines = source.lines
    if not lines or lines[0].rstrip() != "---":
        return None
    for number in range(1, min(len(lines), 200)):
        line = lines[number].rstrip()
        if line in ("---", "..."):
            inside = lines[1:number]
            if not any(":" in text for text in inside):
                return None
            return FrontMatter(1, number + 1, "\n".join(inside))
    return None


class _Builder:
    """One pass over markdown-it's flat tokens; nothing here recurses."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.source.lines
        self.section = page.root
        self.items: list[ListItem] = []
        self.lists: list[ItemList] = []
        self.list_blocks: list[ItemList] = []
        self.ordered: list[bool] = []
        self.quotes: list[tuple[Token, int]] = []
        self.owned_to = page.front_matter.end_line if page.front_matter else 0
        if page.front_matter:
            page.root.blocks.append(page.front_matter)
        page.sections.append(page.root)

    def build(self, tokens: list[Token]) -> None:
        for index, token in enumerate(tokens):
            if token.map and token.nesting >= 0 and _is_outermost(token):
                self._own(token.map[0], token.map[1])
            if token.level >= MAX_NESTING - 1 and token.nesting == 1 and token.map:
                self.page.too_deep.append(self.page.source.line_span(token.map[0] + 1))
            match token.type:
                case "inline":
                    self._inline(token, tokens[index - 1])
                case "table":
                    self._add(self._table(token))
                case "fence" | "code_block":
                    self._add(self._fence(token))
                case "html_block":
                    self._html(token)
                case "hr":
                    self._add(Other(*self._range(token)))
                case "list_item_open":
                    self._open_item(token)
                case "list_item_close":
                    self.items.pop()
                case "bullet_list_open" | "ordered_list_open":
                    self._open_list(token)
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                    self.ordered.pop()
                case "blockquote_open":
                    self.quotes.append((token, len(self.section.blocks)))
                case "blockquote_close":
                    quote = self.quotes.pop()
                    if token.level == 0:
                        self._own_marks(*quote)
        self._own(len(self.lines), len(self.lines))
        self._close_sections()

    def _own(self, start: int, end: int) -> None:
        """Give the lines between two blocks, link definitions for the most part, to a block."""
        for line in range(self.owned_to, start):
            if self.lines[line].strip():
                self.section.blocks.append(Other(line + 1, line + 1))
        self.owned_to = max(self.owned_to, end)

    def _own_marks(self, token: Token, first_block: int) -> None:
        """Lines of a quote that are in none of its blocks: bare marks, link definitions."""
        owned: set[int] = set()
        for block in self.section.blocks[first_block:]:
            owned.update(range(block.line, block.end_line + 1))
        start, end = token.map or (0, 0)
        for line in range(start + 1, end + 1):
            if line not in owned and self.lines[line - 1].strip():
                self.section.blocks.append(Other(line, line))

    def _range(self, token: Token) -> tuple[int, int]:
        start, end = token.map or (0, 1)
        while end > start + 1 and not self.lines[min(end, len(self.lines)) - 1].strip():
            end -= 1
        return start + 1, max(end, start + 1)

    def _add(self, block: Block) -> None:
        block.nested = bool(self.items or self.quotes)
        self.section.blocks.append(block)

    def _inline(self, token: Token, opener: Token) -> None:
        if opener.type == "heading_open" and not self.items and not self.quotes:
            self._open_section(token, opener)
            return
        raw = token.content
        line, end_line = self._range(token)
        column = self._column(line, raw)
        if self.items and not self.items[-1].raw and not self.items[-1].children:
            self._fill_item(self.items[-1], raw, line, column)
            return
        self._add(Paragraph(line, end_line, raw, column, quoted=bool(self.quotes)))
        if "<!--" in raw:
            self._comments(line, end_line)

    def _column(self, line: int, raw: str) -> int:
        first = raw.split("\n", 1)[0]
        found = self.lines[line - 1].find(first) if first else -1
        return found + 1 if found >= 0 else 1

    def _open_section(self, token: Token, opener: Token) -> None:
        level = int(opener.tag[1])
        line, end_line = self._range(opener)
        raw = token.content
        column = self._column(line, raw)
        first = raw.split("\n", 1)[0]
        span = Span(line, column, line, column + len(first))
        heading = Heading(line, end_line, level, raw, span)
        parent = self.section
        while parent.level >= level and parent.parent is not None:
            parent = parent.parent
        self.section = Section(heading, level, parent, line)
        parent.children.append(self.section)
        self.page.sections.append(self.section)

    def _close_sections(self) -> None:
        sections = self.page.sections
        open_sections: list[Section] = []
        for section in sections[1:]:
            while open_sections and open_sections[-1].level >= section.level:
                open_sections.pop().end_line = section.line - 1
            open_sections.append(section)
        for section in open_sections:
            section.end_line = len(self.lines)

    def _table(self, token: Token) -> Table:
        line, end_line = self._range(token)
        meta = token.meta
        return Table(line, end_line, meta["header"], meta["rows"], meta["skipped"], meta["cut"])

    def _fence(self, token: Token) -> Fence:
        line, end_line = self._range(token)
        content = token.content.removesuffix("\n")
        lines = tuple(content.split("\n")) if token.content else ()
        if token.type == "code_block":
            return Fence(line, end_line, "", "", lines, self._fence_column(line, lines), True, True)
        info = token.info.strip()
        language = info.split(None, 1)[0].lower() if info else ""
        language = language.strip("{}.").partition("{")[0]
        last = self.lines[end_line - 1]
        closed = end_line > line and len(lines) < end_line - line and bool(_FENCE_MARK.match(last))
        return Fence(
            line, end_line, language, info, lines, self._fence_column(line + 1, lines), closed
        )

    def _fence_column(self, first_line: int, lines: tuple[str, ...]) -> int:
        for offset, text in enumerate(lines):
            if text.strip() and first_line - 1 + offset < len(self.lines):
                found = self.lines[first_line - 1 + offset].rfind(text)
                return found + 1 if found >= 0 else 1
        return 1

    def _html(self, token: Token) -> None:
        line, end_line = self._range(token)
        text = token.content
        if "<!--" in text:
            self._comments(line, end_line)
            end = text.rfind("-->") + 3
            if end > 2 and not (_COMMENT.sub("", text[:end]) + text[end:]).strip():
                return
        self._add(Html(line, end_line, text.rstrip("\n")))

    def _comments(self, line: int, end_line: int) -> None:
        lines = self.lines[line - 1 : end_line]
        text = "\n".join(lines)
        starts = [0, *accumulate(len(each) + 1 for each in lines)]
        for match in _COMMENT.finditer(text, 0, text.rfind("-->") + 3):
            first = bisect_right(starts, match.start())
            last = bisect_right(starts, match.end() - 1)
            column = match.start() - starts[first - 1] + 1
            end = match.end() - starts[last - 1] + 1
            first, last = line + first - 1, line + last - 1
            comment = Comment(first, last, match[1].strip(), Span(first, column, last, end))
            self.page.comments.append(comment)
            self._add(comment)
        if text.count("<!--") > text.count("-->"):
            self._add(Other(line, end_line))

    def _open_list(self, token: Token) -> None:
        block = ItemList(*self._range(token), [])
        if not self.lists:
            self._add(block)
        self.lists.append(block)
        self.ordered.append(token.type == "ordered_list_open")

    def _open_item(self, token: Token) -> None:
        line, end_line = self._range(token)
        depth = len(self.lists) - 1
        item = ListItem(line, end_line, "", Span(line, 1, line, 1), depth, ordered=self.ordered[-1])
        if self.items:
            self.items[-1].children.append(item)
        else:
            self.lists[-1].items.append(item)
        self.items.append(item)

    def _fill_item(self, item: ListItem, raw: str, line: int, column: int) -> None:
        box = _CHECK_BOX.match(raw)
        if box:
            item.checked = box[1] in "xX"
            raw = raw[box.end() :]
            column += box.end()
        item.raw = raw
        first = raw.split("\n", 1)[0]
        item.span = Span(line, column, line, column + len(first))
        if "<!--" in raw:
            self._comments(line, item.end_line)


def _is_outermost(token: Token) -> bool:
    """Whether a token is of a block in no other; no token is made of the paragraph of a text."""
    return token.level == 0 or (token.level == 1 and token.type == "inline")
