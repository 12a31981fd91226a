"""SQL text -> Tokens: words, names, literals and signs with their places, of any dialect."""

from __future__ import annotations

import re
from typing import NamedTuple

from storagelint.markdown import Fence
from storagelint.patterns import pattern
from storagelint.source import Span

_TOKEN = pattern(
    r"""
      (?P<newline>\n)
    | (?P<word>[^\W\d][\w$]*)
    | (?P<number>\d[\w.]*)
    | (?P<string>'(?:[^'\n\\]|''|\\[^\n])*+'?)
    | (?P<quoted>"(?:[^"\n]|"")*+"? | `[^`\n]*+`? | (?<![\w\])>])\[[^\W\d][\w\ ]*+\])
    | (?P<comment>--[^\n]*+ | \#(?=[\s\#!])[^\n]*+ | //(?=\s)[^\n]*+
        | /\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    | (?P<dollar>\$(?:[^\W\d]\w*)?\$)
    | (?P<placeholder>\{[\w.\ -]*+\} | [:@$]\w+)
    | (?P<ellipsis>\.\.\.+ | …)
    | (?P<sign>::|->>?|<=|>=|<>|!=|@@|@>|\|\||\S)
    """,
    re.VERBOSE,
)
_CLOSERS = {'"': '""', "`": "``"}


def keywords(text: str) -> frozenset[str]:
    """The words of a text as a set: how the modules on SQL list the words they know."""
    return frozenset(text.split())


_GENERIC = keywords("ARRAY FROZEN LIST MAP SET STRUCT TUPLE VECTOR")


class Token(NamedTuple):
    """A piece of SQL; `key` is what it means: a word in upper case, a sign; else empty."""

    kind: str
    text: str
    key: str
    start: int
    end: int
    line: int
    """0-based, in the fence."""
    first: bool
    """Whether it is the first token of its line."""

    @property
    def name(self) -> str:
        """The text of a name without its quotes."""
        if self.kind != "quoted":
            return self.text
        mark = self.text[0]
        inner = self.text[1:]
        if inner.endswith("]" if mark == "[" else mark):
            inner = inner[:-1]
        return inner.replace(_CLOSERS.get(mark, "\0"), mark)

    @property
    def value(self) -> str:
        """The text of a string literal without its quotes."""
        if self.kind != "string":
            return self.name
        inner = self.text[1:]
        return (inner[:-1] if inner.endswith("'") else inner).replace("''", "'")

    @property
    def is_name(self) -> bool:
        """Whether it may name something: a word or a quoted name."""
        return self.kind in ("word", "quoted", "placeholder")


class Sql:
    """A fence's tokens, with its comments apart, and the way from offsets to places."""

    __slots__ = ("_starts", "comments", "fence", "notes", "text", "tokens")

    def __init__(self, fence: Fence) -> None:
        self.fence = fence
        self.text = fence.text
        self.tokens: list[Token] = []
        self.comments: dict[int, str] = {}
        """Line -> the comment that has this line to itself."""
        self.notes: dict[int, str] = {}
        """Line -> the comment behind what stands on this line."""
        self._starts = [0]
        self._scan()

    def _scan(self) -> None:
        starts, add = self._starts, self.tokens.append
        line, first = 0, True
        for match in _TOKEN.finditer(self.text):
            kind = match.lastgroup
            if kind == "newline":
                line += 1
                starts.append(match.end())
                first = True
                continue
            text = match[0]
            match kind:
                case "word":
                    add(Token("word", text, text.upper(), *match.span(), line, first))
                case "sign":
                    add(Token("sign", text, text, *match.span(), line, first))
                case "comment":
                    (self.comments if first else self.notes).setdefault(line, _said(text))
                    if "\n" in text:
                        offset = match.start()
                        for at, char in enumerate(text):
                            if char == "\n":
                                line += 1
                                starts.append(offset + at + 1)
                    continue
                case _:
                    add(Token(kind or "sign", text, "", *match.span(), line, first))
            first = False

    def between(self, start: int, end: int, line: int, end_line: int | None = None) -> Span:
        """The place of characters `start` to `end`, which begin on `line`."""
        fence = self.fence
        last = line if end_line is None else end_line
        return Span(
            fence.first_line + line,
            fence.column + start - self._starts[line],
            fence.first_line + last,
            fence.column + end - self._starts[last],
        )

    def span(self, token: Token, last: Token | None = None) -> Span:
        """The place of a token, or of all from it to `last`."""
        last = last or token
        return self.between(token.start, last.end, token.line, last.line)

    def slice(self, tokens: list[Token]) -> str:
        """The text of consecutive tokens as written, with single spaces and without comments."""
        if not tokens:
            return ""
        if tokens[0].line == tokens[-1].line:
            text = self.text[tokens[0].start : tokens[-1].end]
            return " ".join(text.split()) if "  " in text or "\t" in text else text
        parts: list[str] = []
        at = tokens[0].start
        for token in tokens:
            if token.start > at:
                parts.append(" ")
            parts.append(token.text)
            at = token.end
        return "".join(parts)


def depth(tokens: list[Token]) -> tuple[int, int]:
    """How deep brackets nest, and the sum of 2 to the power of the depth over all brackets."""
    now = deepest = weight = 0
    for token in tokens:
        if token.kind == "sign":
            if token.key in "([":
                now += 1
                deepest = max(deepest, now)
                weight += 1 << min(now, 40)
            elif token.key in ")]" and now:
                now -= 1
    return deepest, weight


def closing(tokens: list[Token], at: int) -> int:
    """The index of the bracket that closes the one at `at`; the length where none does."""
    now = 0
    for index in range(at, len(tokens)):
        match tokens[index].key:
            case "(":
                now += 1
            case ")":
                now -= 1
                if now == 0:
                    return index
            case _:
                pass
    return len(tokens)


def split(tokens: list[Token]) -> list[list[Token]]:
    """The parts between commas that stand in no bracket."""
    parts: list[list[Token]] = [[]]
    now = angles = 0
    before = ""
    for token in tokens:
        match token.key:
            case "(" | "[":
                now += 1
            case ")" | "]":
                now = max(now - 1, 0)
            case "<" if before in _GENERIC or angles:
                angles += 1
            case ">" if angles:
                angles -= 1
            case "," if now == 0 and angles == 0:
                parts.append([])
                before = ","
                continue
            case _:
                pass
        before = token.key
        parts[-1].append(token)
    return [part for part in parts if part]


def _said(comment: str) -> str:
    text = comment[2:] if comment.startswith(("--", "/*", "//")) else comment[1:]
    text = text.removesuffix("*/") if comment.startswith("/*") else text
    return " ".join(text.split()).strip("-*=# ─")
