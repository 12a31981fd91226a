"""Findings before a change and after it -> those that the change brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from storagelint.linting.rule import Diagnostic

_MOST_LINES = 20_000
"""In longer files lines that stand in them often are not compared one by one."""
_LEAST_ALIKE = 0.5
"""The share of lines that a file under another name has to keep to count as the same."""


@dataclass(frozen=True)
class Moves:
    """What became of the files between two revisions."""

    lines: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """Changed file -> line after -> line before, for the lines that have one."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Path after -> path before, for files that were moved."""

    def before(self, path: str, line: int) -> tuple[str, int | None]:
        """The file and the line before the change; None where the line is new."""
        old = self.names.get(path, path)
        mapped = self.lines.get(path)
        return old, line if mapped is None else mapped.get(line)


class _Seen(NamedTuple):
    """A finding with the names and lines that things had before the change."""

    finding: Diagnostic
    path: str
    line: int | None
    message: str


def brought(
    before: Iterable[Diagnostic], after: Sequence[Diagnostic], change: Moves
) -> list[Diagnostic]:
    """The findings after that were not there before, in their order.

    A finding was there before where the same rule found something about a field of this name in
    the same line, or, with the same words or about the same field of the same entity, anywhere in
    the file: each finding before stands for one after. What is said of two files was there before
    where either of them was blamed, and what is said of a file that is missing wherever it was.
    """
    left = [_Seen(each, each.path, each.span.line, each.message) for each in before]
    found = [_seen(each, change) for each in after]
    for same in (_same_place_and_words, _same_place, _same_words, _same_subject, _same_files):
        left, found = _unmatched(left, found, same)
    kept = {id(each.finding) for each in found}
    return [each for each in after if id(each) in kept]


def _seen(finding: Diagnostic, change: Moves) -> _Seen:
    path, line = change.before(finding.path, finding.span.line)
    message = finding.message
    if change.names:
        message = " ".join(change.names.get(word, word) for word in message.split(" "))
    return _Seen(finding, path, line, message)


Mark = Callable[[_Seen], Hashable]


def _unmatched(
    left: list[_Seen], found: list[_Seen], mark: Mark
) -> tuple[list[_Seen], list[_Seen]]:
    """What of both has no counterpart of the same mark."""
    waiting: dict[Hashable, list[_Seen]] = defaultdict(list)
    for each in left:
        waiting[mark(each)].append(each)
    rest = []
    for each in found:
        same = mark(each)
        if same is None or not waiting.get(same):
            rest.append(each)
        else:
            waiting[same].pop(0)
    return [each for group in waiting.values() for each in group], rest


def _same_place_and_words(seen: _Seen) -> Hashable:
    line, code = seen.line, seen.finding.code
    return None if line is None else (seen.path, line, code, seen.message)


def _same_place(seen: _Seen) -> Hashable:
    line, code = seen.line, seen.finding.code
    return None if line is None else (seen.path, line, code, seen.finding.field)


def _same_words(seen: _Seen) -> Hashable:
    return (seen.path, seen.finding.code, seen.message)


def _same_subject(seen: _Seen) -> Hashable:
    subject = (seen.finding.entity, seen.finding.field)
    return None if subject == (None, None) else (seen.path, seen.finding.code, *subject)


def _same_files(seen: _Seen) -> Hashable:
    """The files that a message names, with the one that is blamed where an entity is in both."""
    finding = seen.finding
    named = {word for word in seen.message.split(" ") if "/" in word and not word.startswith(".")}
    if not named:
        return None
    files = named | {seen.path} if finding.entity else named
    return (finding.code, finding.entity, finding.field, frozenset(files))


def lines_before(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Line after -> line before, 1-based, for equal lines and for one that takes another's place.

    Blank lines have none. Several lines in the place of others are another text: a table, say, in
    the place of a table.
    """
    before, after = _said(old), _said(new)
    loose = max(len(before), len(after)) > _MOST_LINES
    texts = ([text for _, text in before], [text for _, text in after])
    found: dict[int, int] = {}
    for what, start, end, new_start, new_end in SequenceMatcher(
        None, *texts, autojunk=loose
    ).get_opcodes():
        single = end - start == new_end - new_start == 1
        if what == "equal" or (what == "replace" and single):
            pairs = zip(after[new_start:new_end], before[start:end], strict=True)
            found.update((new_line, old_line) for (new_line, _), (old_line, _) in pairs)
    return found


def _said(lines: Sequence[str]) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def moved(gone: Mapping[str, Sequence[str]], come: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """New path -> old path, for files (path -> lines) that keep at least half of their lines."""
    found: dict[str, str] = {}
    free = dict(gone)
    for path, lines in sorted(come.items()):
        alike = {old: _alike(lines, others) for old, others in free.items()}
        best = max(alike, key=lambda old: (alike[old], old), default=None)
        if best is not None and alike[best] >= _LEAST_ALIKE:
            found[path] = best
            del free[best]
    return found


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the lines that say something that two texts have in common."""
    first, second = ({line for line in lines if line.strip()} for lines in (one, other))
    return len(first & second) / max(len(first | second), 1)
