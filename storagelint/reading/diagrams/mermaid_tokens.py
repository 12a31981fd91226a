"""The text of an erDiagram -> its tokens, cut as Mermaid's own lexer cuts them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from storagelint.patterns import pattern

_SPACE = "[\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]"
_ASCII = re.ASCII | re.IGNORECASE


class Mode(StrEnum):
    """What part of a diagram the next token stands in."""

    OUTSIDE = "outside"
    BLOCK = "block"
    BACKTICKS = "backticks"
    STYLE = "style"
    LINE_VALUE = "line-value"
    BLOCK_VALUE = "block-value"


class Token(NamedTuple):
    """A token and where it stands in the text."""

    kind: str
    start: int
    end: int


def _pattern(*rules: tuple[str, str]) -> re.Pattern[str]:
    return pattern("|".join(f"(?P<{kind}>{rule})" for kind, rule in rules), _ASCII)


_OUTSIDE = _pattern(
    ("stray", r"[!$%&'()/;<=>?@\\^`~]"),
    ("acc_line", rf"acc(?:Title|Descr){_SPACE}*:{_SPACE}*"),
    ("acc_block", rf"accDescr{_SPACE}*\{{{_SPACE}*"),
    ("space", r"[ \t\r]+"),
    ("newline", r"\n+"),
    ("name", r'"[^"%\r\n\v\x08\\]+"'),
    ("word", r'"[^"]*"'),
    ("open", r"\{"),
    ("hash", "#"),
    ("comma", ","),
    ("triple", ":::"),
    ("colon", ":"),
    ("bracket", r"\["),
    ("unbracket", r"\]"),
    ("header", r"erDiagram\b"),
    ("style", r"style\b|classDef\b"),
    ("class", r"class\b"),
    ("subgraph", r"subgraph\b"),
    ("end", rf"end\b{_SPACE}*"),
    ("zero_one_words", r"one or zero\b"),
    ("one_many", r"one or (?:more|many)\b|1\+"),
    ("zero_one", r"\|o\b|zero or one\b"),
    ("zero_many", r"zero or (?:more|many)\b|0\+|\}o\b|many\(0\)"),
    ("one_many_words", r"many\(1\)"),
    ("many_words", r"many\b"),
    ("one_many_left", r"\}\|"),
    ("one", r"one\b|only one\b"),
    ("decimal", r"[0-9]+\.[0-9]+"),
    (
        "one_digit",
        rf"1(?={_SPACE}+[A-Za-z_\"'])|1(?={_SPACE}+[0-9])|1(?=--|\.\.|\.-|-\.)",
    ),
    ("entity_one", r"1\b"),
    ("number", r"[0-9]+"),
    ("one_bars", r"\|\|"),
    ("zero_one_right", r"o\|"),
    ("zero_many_right", r"o\{"),
    ("one_many_right", r"\|\{"),
    ("parent", r"u(?=[.\-|])"),
    ("dotted", r"\.\."),
    ("solid", r"--|to\b"),
    ("dotted_words", r"optionally to\b|\.-|-\."),
    ("text", r"[^\x00-)+,/:-@\[-^`{-\x7f]+"),
    ("other", r"[^\n\r\u2028\u2029]"),
)
_NOT_FIRST = r"\x00-)+-@\[-^`{-\xb4\xb6-\xbf"
_NOT_LATER = r"\x00-'+/:-@\\^`{-\xb4\xb6-\xbf"
"""What an attribute's word is not made of: to compile a set up to U+10FFFF takes 5 ms."""
_BLOCK = _pattern(
    ("space", rf"{_SPACE}+"),
    ("key", r"(?:PK|FK|UK)\b"),
    ("attribute", rf"[^{_NOT_FIRST}][^{_NOT_LATER}]*"),
    ("backtick", "`"),
    ("comment", r'"[^"]*"'),
    ("close", r"\}"),
    ("question", r"\?"),
    ("key_comma", ","),
    ("other", r"[^\n\r\u2028\u2029]"),
)
_STYLE = _pattern(
    ("newline", r"\n+"),
    ("space", rf"{_SPACE}+"),
    ("colon", ":"),
    ("comma", ","),
    ("hash", "#"),
    ("style_text", r"[^\x00-)+,./:-@\[-^`{-\x7f]+"),
    ("semicolon", ";"),
)
_KINDS = {
    "stray": "other",
    "zero_one_words": "zero_one",
    "zero_one_right": "zero_one",
    "one_many_words": "one_many",
    "one_many_left": "one_many",
    "one_many_right": "one_many",
    "many_words": "zero_many",
    "zero_many_right": "zero_many",
    "one_digit": "one",
    "one_bars": "one",
    "dotted_words": "dotted",
}
_RUN = pattern(r"([A-Za-z_]\w*)(?:[^\x00-\x7F]|[\w*.\-])*", re.ASCII)
_KEYWORDS = frozenset(
    "acctitle accdescr erdiagram style classdef class subgraph end one zero many only to"
    " optionally u o".split()
)
_BLANKS = frozenset(" \t")
_DIRECTION = pattern(rf"direction{_SPACE}+(?:TB|BT|RL|LR)", _ASCII)
_LINE_END = pattern(r"[\n\r\u2028\u2029]")
_SPACE_CHARACTER = pattern(_SPACE)

END = "end-of-text"
"""The kind of the token at the end of the text, where a diagram may end."""
CUT = "cut"
"""The kind of the token at the end of the text inside a block, a value or a style."""
UNREADABLE = "unreadable"
"""The kind of a token that begins with a character which cannot stand there."""


class Lexer:
    """The tokens of a text, one after the other; the mode changes as they are read."""

    __slots__ = (
        "_directions",
        "_done",
        "_last_tilde",
        "_run_end",
        "_tilde",
        "mode",
        "position",
        "text",
    )

    def __init__(self, text: str, position: int) -> None:
        self.text = text
        self.position = position
        self.mode = Mode.OUTSIDE
        self._done = False
        self._run_end = -1
        self._last_tilde = -1
        self._tilde = -1 if "~" in text else len(text)
        found = _DIRECTION.finditer(text) if "irection" in text.lower() else ()
        self._directions = [(match.start(), match.end()) for match in found]
        self._directions.reverse()

    def move(self, position: int, mode: Mode) -> None:
        """Go on at a later position, in a mode."""
        self.position = position
        self.mode = mode
        self._done = False

    def next(self) -> Token:
        """The next token, spaces left out."""
        text = self.text
        while True:
            start = self.position
            if self.mode is Mode.OUTSIDE or self.mode is Mode.BLOCK:
                while text[start : start + 1] in _BLANKS:
                    start += 1
            if self._done:
                return Token(CUT, start, start)
            if start >= len(text):
                self._done = True
            match self.mode:
                case Mode.OUTSIDE:
                    token = self._outside(start)
                case Mode.BLOCK:
                    token = self._block(start)
                case Mode.STYLE:
                    token = self._matched(_STYLE, start)
                    if token.kind == "newline":
                        self.mode = Mode.OUTSIDE
                case Mode.BACKTICKS:
                    token = self._backticks(start)
                case Mode.LINE_VALUE:
                    end = text.find("\n", start)
                    token = Token("value", start, len(text) if end < 0 else end)
                    self.mode = Mode.OUTSIDE
                case Mode.BLOCK_VALUE:
                    token = self._block_value(start)
            self.position = token.end
            if token.kind not in ("space", "backtick", "acc_block"):
                return token

    def _matched(self, pattern: re.Pattern[str], start: int) -> Token:
        found = pattern.match(self.text, start)
        if found is None or found.lastgroup is None:
            at_end = start >= len(self.text)
            return Token(CUT if at_end else UNREADABLE, start, start if at_end else start + 1)
        kind = found.lastgroup
        return Token(_KINDS.get(kind, kind), start, found.end())

    def _outside(self, start: int) -> Token:
        if start >= len(self.text):
            return Token(END, start, start)
        if self._directions and (direction := self._direction(start)):
            return direction
        run = _RUN.match(self.text, start)
        if run and run[1].lower() not in _KEYWORDS:
            return Token("text", start, run.end())
        token = self._matched(_OUTSIDE, start)
        match token.kind:
            case "open":
                self.mode = Mode.BLOCK
            case "style":
                self.mode = Mode.STYLE
            case "acc_line":
                self.mode = Mode.LINE_VALUE
            case "acc_block":
                self.mode = Mode.BLOCK_VALUE
        return token

    def _direction(self, start: int) -> Token | None:
        """A direction takes the whole line that it stands on, whatever comes before it."""
        directions = self._directions
        while directions and directions[-1][0] < start:
            directions.pop()
        if not directions or _LINE_END.search(self.text, start, directions[-1][0]):
            return None
        end = directions[-1][1]
        while len(directions) > 1:
            if _LINE_END.search(self.text, end, directions[-2][0]):
                break
            directions.pop()
            end = directions[-1][1]
        stop = self.text.find("\n", end)
        return Token("direction", start, len(self.text) if stop < 0 else stop)

    def _block(self, start: int) -> Token:
        if self._tilde < len(self.text) and (generic := self._generic(start)):
            return generic
        token = self._matched(_BLOCK, start)
        if token.kind == "close":
            self.mode = Mode.OUTSIDE
        elif token.kind == "backtick":
            self.mode = Mode.BACKTICKS
        return token

    def _generic(self, start: int) -> Token | None:
        """A type such as `list~string~`: it reaches to the last tilde of its line."""
        text = self.text
        if self._tilde < start:
            found = text.find("~", start)
            self._tilde = len(text) if found < 0 else found
            stop = _LINE_END.search(text, self._tilde)
            self._last_tilde = text.rfind("~", start, stop.start() if stop else len(text))
        if self._run_end <= start:
            space = _SPACE_CHARACTER.search(text, start)
            self._run_end = space.start() if space else len(text)
        if self._tilde >= self._run_end or text[start : start + 2].upper() in ("PK", "FK", "UK"):
            return None
        if self._last_tilde <= self._tilde:
            return None
        space = _SPACE_CHARACTER.search(text, self._last_tilde)
        return Token("attribute", start, space.start() if space else len(text))

    def _backticks(self, start: int) -> Token:
        text = self.text
        if start >= len(text):
            return Token(CUT, start, start)
        if text[start] == "`":
            # Mermaid goes back to the block here, so that the next token is one of the block's.
            self.mode = Mode.BLOCK
            return Token("backtick", start, start + 1)
        end = text.find("`", start)
        return Token("attribute", start, len(text) if end < 0 else end)

    def _block_value(self, start: int) -> Token:
        if self.text.startswith("}", start):
            self.mode = Mode.OUTSIDE
            return Token("acc_block", start, start + 1)
        end = self.text.find("}", start)
        return Token("value", start, len(self.text) if end < 0 else end)
