"""The markdown-it parser of pages: CommonMark's blocks and tables, without inline text."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import accumulate
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    fence,
    heading,
    hr,
    html_block,
    list_block,
    reference,
)
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from storagelint.markdown.table import table_rule

MAX_NESTING = 100
"""How deep quotes and lists may nest; what stands deeper is reported, not read (SL003)."""

_BLANK = frozenset(" \t")
_ANYWHERE = ["paragraph", "reference", "blockquote", "list"]
_STARTS: dict[str, tuple[Any, str, list[str]]] = {
    "fence": (fence, "`~", _ANYWHERE),
    "blockquote": (blockquote, ">", _ANYWHERE),
    "hr": (hr, "*-_", _ANYWHERE),
    "list": (list_block, "*+-0123456789", _ANYWHERE[:3]),
    "reference": (reference, "[", []),
    "html_block": (html_block, "<", _ANYWHERE[:3]),
    "heading": (heading, "#", _ANYWHERE[:3]),
}
"""Rule -> its function, what its first line starts with, and the blocks that it ends."""
_WITHOUT_TOKEN = frozenset(["paragraph_open", "paragraph_close", "heading_close"])
"""What stands around `inline` tokens and says nothing: half of all tokens."""
_NO_TOKEN = Token("", "", 0)
"""What rules set the map and the text of in their place; nobody reads it."""


@cache
def page_parser() -> MarkdownIt:
    """A parser whose tokens `Page` is built of."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.block = _Blocks(parser.block)
    for name, (rule, starts, ends) in _STARTS.items():
        parser.block.ruler.at(name, _starting_with(starts, rule), {"alt": ends})
    parser.block.ruler.at("table", table_rule, {"alt": ["paragraph", "reference"]})
    parser.enable("table")
    parser.core.ruler.at("normalize", _normalize)
    parser.core.ruler.at("block", _block)
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


class _Blocks(ParserBlock):
    """Markdown-it's block parser, which tries only the rules that a first character allows."""

    def __init__(self, parser: ParserBlock) -> None:
        self.ruler = parser.ruler

    @cached_property
    def rules(self) -> dict[str, tuple[Any, ...]]:
        """First character -> the rules, in their order, of which such a block may be.

        Those under `""` are for all characters that are not listed.
        """
        active = [*zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True)]
        firsts = "".join(starts for _, starts, _ in _STARTS.values())
        return {
            first: tuple(
                _STARTS[name][0] if name in _STARTS else rule
                for name, rule in active
                if name not in _STARTS or (first and first in _STARTS[name][1])
            )
            for first in ["", *firsts]
        }

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Add the tokens of some lines, as markdown-it's own method does.

        Raises ValueError for a block rule that takes no line.
        """
        line = startLine
        after_blank = False
        deepest = state.md.options.maxNesting
        others = self.rules[""]
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= deepest:
                state.line = endLine
                break
            begin = state.bMarks[line] + state.tShift[line]
            for rule in self.rules.get(state.src[begin], others):
                if rule(state, line, endLine, False):
                    break
            if state.line <= line:
                raise ValueError(f"no block rule takes line {line}")
            state.tight = not after_blank
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                after_blank = True
            if line < endLine and state.isEmpty(line):
                after_blank = True
                line += 1
                state.line = line


def _starting_with(characters: str, rule: Any) -> Any:
    """A block rule that is only called on lines which it can be about."""
    starts = frozenset(characters)

    def checked(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        return state.src[at : at + 1] in starts and rule(state, start, end, silent)

    return checked


def _normalize(state: StateCore) -> None:
    """Markdown-it's core rule `normalize`, for a source, whose newlines are all `\\n`."""
    state.src = state.src.replace("\0", "\ufffd")


def _block(state: StateCore) -> None:
    """Markdown-it's core rule `block`, with the lines found faster."""
    if state.src:
        blocks = _Lines(state.src, state.md, state.env, state.tokens)
        state.md.block.tokenize(blocks, blocks.line, blocks.lineMax)


class _Lines(StateBlock):
    """The state of block parsing; where its lines start and end is found by splitting."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Any]) -> None:
        super().__init__("", md, env, tokens)
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            del lines[-1]
        stops = [0, *accumulate([len(line) + 1 for line in lines])]
        count = len(lines)
        self.src = src
        self.bMarks = [*stops[:-1], len(src)]
        self.eMarks = [*[stop - 1 for stop in stops[1:]], len(src)]
        self.tShift = [0] * (count + 1)
        self.sCount = [0] * (count + 1)
        self.bsCount = [0] * (count + 1)
        self.lineMax = count
        for number, line in enumerate(lines):
            if line[:1] in _BLANK:
                blank = line[: len(line) - len(line.lstrip(" \t"))]
                self.tShift[number] = len(blank)
                self.sCount[number] = len(blank.expandtabs(4))

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token, unless nothing is made of it."""
        if ttype in _WITHOUT_TOKEN:
            self.level += nesting
            return _NO_TOKEN
        return super().push(ttype, tag, nesting)
