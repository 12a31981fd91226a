"""The text of a JSON object -> its keys and values, each with its place, and what is wrong.

The standard library's reader gives no places, takes the last of repeated keys silently, and stops
at the first mistake.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple, NoReturn

from storagelint.model.components import Entry, Metadata, Problem
from storagelint.patterns import pattern
from storagelint.source import Source, Span

_TOKEN = pattern(
    r"""(?P<space>[ \t\n\r]+)
    | (?P<text>"(?:[^"\\\n]|\\.)*")
    | (?P<mark>[{}\[\]:,])
    | (?P<word>[A-Za-z0-9_+.\-]+)
    | (?P<wrong>[^ \t\n\r"{}\[\]:,A-Za-z0-9_+.\-]+|")""",
    re.VERBOSE,
)
_NUMBER = pattern(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
_WORDS = {"true": "true or false", "false": "true or false", "null": "null"}


class _Token(NamedTuple):
    sort: str
    text: str
    start: int
    end: int


class _Wrong(Exception):
    """A mistake behind which nothing can be read."""

    def __init__(self, message: str, token: _Token) -> None:
        self.message = message
        self.token = token


def read_object(source: Source) -> Metadata:
    """The object that a JSON file holds; what stands in inner objects and lists is not read."""
    reader = _Reader(source)
    complete = True
    try:
        reader.read()
    except _Wrong as wrong:
        reader.problem(wrong.message, wrong.token)
        complete = False
    return Metadata(
        source.path,
        reader.span(reader.begin, reader.begin + 1),
        tuple(reader.entries),
        tuple(reader.problems),
        complete,
    )


class _Reader:
    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.starts = [0, *accumulate(len(line) + 1 for line in source.lines)]
        self.tokens = self._tokens()
        self.token = next(self.tokens)
        self.begin = self.token.start
        self.value_end = self.begin
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []

    def span(self, start: int, end: int) -> Span:
        first, last = bisect_right(self.starts, start), bisect_right(self.starts, end)
        column = end - self.starts[last - 1] + 1
        return Span(first, start - self.starts[first - 1] + 1, last, column)

    def problem(self, message: str, token: _Token, replacement: str | None = None) -> None:
        self.problems.append(Problem(message, self.span(token.start, token.end), replacement))

    def read(self) -> None:
        if self.token.sort == "end":
            raise _Wrong("file is empty", self.token)
        if self.token.text != "{":
            raise _Wrong("file does not open with a brace", self.token)
        self._next()
        while self.token.text != "}":
            self._entry()
            self._comma()
        self._next()
        if self.token.sort != "end":
            self.problem("text behind the closing brace", self.token)

    def _tokens(self) -> Iterator[_Token]:
        at = 0
        while at < len(self.text):
            match = _TOKEN.match(self.text, at)
            assert match is not None  # the last alternatives take every character
            at = match.end()
            if match.lastgroup != "space":
                yield _Token(match.lastgroup or "", match[0], match.start(), at)
        end = len(self.text.rstrip())
        while True:
            yield _Token("end", "", end, end)

    def _next(self) -> _Token:
        token, self.token = self.token, next(self.tokens)
        return token

    def _comma(self) -> None:
        if self.token.text == ",":
            comma = self._next()
            if self.token.text == "}":
                self.problem("a comma before the closing brace", comma, "")
        elif self.token.sort == "text":
            missing = _Token("mark", "", self.value_end, self.value_end)
            self.problem("a comma between two keys is missing", missing, ",")
        elif self.token.text != "}":
            self._refuse("a comma or the closing brace")

    def _entry(self) -> None:
        key = self._next_text("a key in double quotes")
        if self.token.text != ":":
            self._refuse("a colon")
        self._next()
        value = self._value()
        self.value_end = value.end
        self.entries.append(
            Entry(
                self._decoded(key),
                value.sort,
                self._decoded(value) if value.sort == "text" else value.text,
                self.span(key.start, key.end),
                self.span(value.start, value.end),
                self.text[key.start : value.end],
            )
        )

    def _next_text(self, wanted: str) -> _Token:
        if self.token.sort != "text":
            self._refuse(wanted)
        return self._next()

    def _refuse(self, wanted: str) -> NoReturn:
        if self.token.sort == "end":
            raise _Wrong(f"file ends where {wanted} is due", self.token)
        if self.token.text == '"':
            raise _Wrong("a text has no closing quote", self.token)
        raise _Wrong(f"«{self.token.text[:20]}» stands where {wanted} is due", self.token)

    def _value(self) -> _Token:
        token = self.token
        if token.sort == "text":
            return self._next()
        if token.text in ("{", "["):
            return self._inner()
        sort = _WORDS.get(token.text) or ("a number" if _NUMBER.match(token.text) else None)
        if sort is None:
            self._refuse("a value")
        return self._next()._replace(sort=sort)

    def _inner(self) -> _Token:
        first = self._next()
        depth, last = 1, first
        while depth:
            if self.token.sort in ("end", "wrong"):
                self._refuse("a closing bracket")
            last = self._next()
            depth += (last.text in ("{", "[")) - (last.text in ("}", "]"))
        sort = "an object" if first.text == "{" else "a list"
        return _Token(sort, self.text[first.start : last.end], first.start, last.end)

    def _decoded(self, token: _Token) -> str:
        try:
            text: str = json.loads(token.text, strict=False)
        except ValueError:
            self.problem("a text has an unknown escape", token)
            return token.text[1:-1]
        return text.encode("utf-8", "replace").decode("utf-8")
