"""Fixes and the bytes of a file -> the bytes after them; every byte that no edit names stays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from storagelint.linting.rule import Diagnostic, Edit
from storagelint.patterns import pattern

_NEWLINE = pattern(r"\r\n|\n|\r")


class EditError(Exception):
    """An edit that no text can be made from; `str()` is a clause without full stop."""


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """A stretch of a file's text, in characters with the end exclusive, and what replaces it."""

    start: int
    end: int
    text: str = field(compare=False)
    rank: int = 0
    """Of several insertions at one place the lower goes first."""

    @property
    def inserts(self) -> bool:
        """Whether it takes nothing away."""
        return self.start == self.end

    def collides(self, other: Splice) -> bool:
        """Whether the two cannot be made at once; insertions at one place can."""
        if self.inserts and other.inserts:
            return False
        if self.inserts or other.inserts:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Step:
    """Some fixes made at once."""

    before: bytes
    after: bytes
    changes: tuple[Splice, ...]
    """In the order of the text; offsets count the characters of `before`, byte order mark too."""
    made: tuple[Diagnostic, ...]
    """The findings whose fixes these are."""


def step(data: bytes, findings: Iterable[Diagnostic]) -> Step | None:
    """As many fixes of a document's findings as go together, the first one first.

    A fix is made whole or not at all; one that collides with another is left for the next step,
    and one that a rule offers for several of its findings is made once.
    None where no fix would change anything. Raises EditError for an edit outside the text.
    """
    text = _Text(data.decode("utf-8"))
    taken: list[Splice] = []
    seen: set[tuple[Splice, str]] = set()
    alike: set[tuple[str, tuple[Edit, ...]]] = set()
    made: list[Diagnostic] = []
    for finding in findings:
        if finding.fix is None:
            continue
        changes = _changes(text, finding.fix.edits, finding.code)
        if all(text.raw[each.start : each.end] == each.text for each in changes):
            continue
        replaced = {(each, each.text) for each in changes if not each.inserts}
        same = (finding.code, finding.fix.edits)
        if same in alike or (len(replaced) == len(changes) and replaced <= seen):
            made.append(finding)
        elif not any(_collides(each, taken) for each in changes):
            for each in changes:
                taken.insert(_behind(each, taken), each)
            seen |= replaced
            alike.add(same)
            made.append(finding)
    if not made:
        return None
    return Step(data, _encode(text.after(taken)), tuple(taken), tuple(made))


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A file's bytes after edits. Raises EditError for edits that cannot be made at once."""
    text = _Text(data.decode("utf-8"))
    return _encode(text.after(_changes(text, edits, "a command")))


class _Text:
    """The text of a file as it is, and where its lines begin and how they end."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        start = 1 if raw.startswith("\ufeff") else 0
        self.starts = [start]
        self.ends: list[int] = []
        self.newlines: list[str] = []
        for found in _NEWLINE.finditer(raw):
            self.ends.append(found.start())
            self.newlines.append(found[0])
            self.starts.append(found.end())
        self.ends.append(len(raw))

    def offset(self, line: int, column: int) -> int:
        """The character at a 1-based place. Raises EditError where there is none."""
        if 1 <= line <= len(self.starts):
            offset = self.starts[line - 1] + column - 1
            if column >= 1 and offset <= self.ends[line - 1]:
                return offset
        raise EditError("an edit outside the document")

    def newline(self, line: int) -> str:
        """The newline that ends a line, or the one before it, or `\\n` where there is neither."""
        near = self.newlines[max(line - 2, 0) : line]
        return near[-1] if near else "\n"

    def after(self, changes: Iterable[Splice]) -> str:
        """The text after changes in their order, none of which collides with another."""
        pieces, at = [], 0
        for change in changes:
            pieces += [self.raw[at : change.start], change.text]
            at = change.end
        return "".join([*pieces, self.raw[at:]])


def _changes(text: _Text, edits: Iterable[Edit], who: str) -> list[Splice]:
    try:
        changes = sorted(_change(text, edit) for edit in edits)
    except EditError as error:
        raise EditError(f"{who} asks for {error}") from None
    for one, other in pairwise(changes):
        if one.collides(other):
            raise EditError(f"{who} asks for two edits of one place")
    return changes


def _change(text: _Text, edit: Edit) -> Splice:
    span = edit.span
    start = text.offset(span.line, span.column)
    end = text.offset(span.end_line, span.end_column)
    if end < start:
        raise EditError("an edit that ends before it begins")
    return Splice(start, end, _NEWLINE.sub(text.newline(span.line), edit.text), edit.rank)


def _behind(change: Splice, taken: list[Splice]) -> int:
    """The place of a change behind those at the same place that do not rank behind it."""
    return bisect_right(taken, change)


def _collides(change: Splice, taken: list[Splice]) -> bool:
    """Whether a change collides with any of those taken, which are sorted and apart."""
    at = bisect_left(taken, change)
    if at and change.collides(taken[at - 1]):
        return True
    while at < len(taken) and taken[at].start <= change.end:
        if change.collides(taken[at]):
            return True
        at += 1
    return False


def _encode(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise EditError("a fix writes a character that UTF-8 does not have") from None
