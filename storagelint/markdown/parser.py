"""The markdown-it parser of pages: CommonMark's blocks and tables, without inline text."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
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


@cache
def page_parser() -> MarkdownIt:
    """A parser whose tokens `Page` is built of."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    for name, (rule, starts, ends) in _STARTS.items():
        parser.block.ruler.at(name, _starting_with(starts, rule), {"alt": ends})
    parser.block.ruler.at("table", table_rule, {"alt": ["paragraph", "reference"]})
    parser.enable("table")
    parser.core.ruler.at("block", _block)
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _starting_with(characters: str, rule: Any) -> Any:
    """A block rule that is only called on lines which it can be about."""
    starts = frozenset(characters)

    def checked(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        return state.src[at : at + 1] in starts and rule(state, start, end, silent)

    return checked


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
