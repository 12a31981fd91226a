"""Findings -> texts in which comments silence them, and from which the same model is read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import islice
from typing import Any

from storagelint.fixing.edits import Step, step
from storagelint.fixing.verify import refusal
from storagelint.linting.engine_rules import ENGINE_RULES, UNREADABLE_FENCE
from storagelint.linting.result import Result
from storagelint.linting.rule import Diagnostic, Edit, Fix
from storagelint.linting.suppress import comment, places
from storagelint.markdown import FrontMatter
from storagelint.model import Document
from storagelint.patterns import pattern
from storagelint.source import Span

MAX_ROUNDS = 20
"""In each round a finding that is still there gets a comment that is about more."""
_LINE = pattern(r"\bline \d+")
_PLACES = frozenset(["page", "path", "span", "line", "end_line", "section_line"])
"""Attributes of the model that say where something stands."""

Lint = Callable[[Mapping[str, bytes]], Result]
Read = Callable[[str, bytes], Document | None]
"""What is read of a document, by its key, when it has these bytes."""
Spot = tuple[str, int]
"""A document's key and a line of its original text."""


@dataclass
class Silence:
    """What the comments come to; nothing is written yet."""

    result: Result
    """The findings that are left."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """The new bytes of every document that gets a comment, by its key."""
    comments: dict[str, int] = field(default_factory=dict)
    """How many comments each of them gets."""


def silence(originals: Mapping[str, bytes], lint: Lint, read: Read, reason: str) -> Silence:
    """The texts with the fewest and narrowest comments that silence all findings.

    A comment stands above the block that a finding is in; where it would not silence it there or
    would change what is read, above its section or at the start of the file.
    """
    first = lint({})
    plan = _Plan(first, originals, read, reason)
    found = Silence(first)
    for _ in range(MAX_ROUNDS):
        if not plan.move_on(found):
            break
        texts = plan.texts()
        found = Silence(lint(texts), texts, plan.comments)
    return found


class _Plan:
    """Which rule is silenced where."""

    def __init__(
        self, first: Result, originals: Mapping[str, bytes], read: Read, reason: str
    ) -> None:
        self.documents = {
            key: document
            for key in dict.fromkeys(each.path for each in first.diagnostics)
            if key in originals
            and not key.endswith(".json")
            and (document := read(key, originals[key]))
        }
        self.originals = originals
        self.read = read
        self.reason = reason
        self.levels: dict[tuple[Spot, str], int] = {}
        """A line and a code -> how many places nearer to it will not do."""
        self.tried: dict[tuple[Spot, str], int] = {}
        """The same, of comments as well that are not wanted any more."""
        self.barred: set[Spot] = set()
        """Lines above which a comment would change what is read."""
        self.above: dict[str, list[int]] = {}
        """The lines of a document above which comments stand, in their order."""
        self.comments: dict[str, int] = {}

    def move_on(self, found: Silence) -> bool:
        """Plan a comment, or a wider one, for each finding that is left; False without any."""
        moved = self._bar(found.texts)
        moved |= self._drop_idle(found.result)
        for finding in found.result.diagnostics:
            if finding.path not in self.documents or not _can_be_silenced(finding):
                continue
            key = ((finding.path, self._original_line(finding)), finding.code)
            level = self.tried.get(key, -1) + 1
            if level < len(self._places(key[0])):
                self.tried[key] = self.levels[key] = level
                moved = True
        return moved

    def _drop_idle(self, result: Result) -> bool:
        """Take codes out of comments that silence nothing; whether there are any.

        A comment may keep the rule from finding anything by its own words, and what another
        comment brought about may be gone with that.
        """
        idle = {
            (key, original, code)
            for key, above in self.above.items()
            for number, original in enumerate(above)
            for each in result.suppressions.get(key, ())
            if each.span.line == original + number
            for code in set(each.selectors) - each.used
        }
        dropped = [
            (spot, code)
            for spot, code in self.levels
            if (spot[0], self._place(spot, code) or _start(self.documents[spot[0]]), code) in idle
        ]
        for each in dropped:
            del self.levels[each]
        return bool(dropped)

    def _place(self, spot: Spot, code: str) -> int:
        """The line above which the comment on a line stands, or 0 for the file."""
        lines = self._places(spot)[self.levels[spot, code] :]
        return next((line for line in lines if (spot[0], line) not in self.barred), 0)

    def texts(self) -> dict[str, bytes]:
        """The documents with the comments that are planned."""
        planned = self._codes()
        self.above.clear()
        for key, codes in planned.items():
            start = _start(self.documents[key])
            self.above[key] = sorted(line or start for line in codes)
        steps = {key: self._step(key, codes) for key, codes in planned.items()}
        made = {key: each for key, each in steps.items() if each and refusal(each) is None}
        self.comments = {key: len(each.changes) for key, each in made.items()}
        return {key: each.after for key, each in made.items()}

    def _codes(self) -> dict[str, dict[int, set[str]]]:
        """Document -> line above which a comment stands -> the codes that it names."""
        found: dict[str, dict[int, set[str]]] = {}
        for spot, code in self.levels:
            line = self._place(spot, code)
            found.setdefault(spot[0], {}).setdefault(line, set()).add(code)
        return found

    def _step(self, key: str, codes: Mapping[int, set[str]]) -> Step | None:
        document = self.documents[key]
        made = []
        for line, named in sorted(codes.items()):
            at = line or _start(document)
            text = comment(sorted(named), self.reason, whole_file=line == 0)
            fix = Fix("Silence the finding", (Edit(Span(at, 1, at, 1), text + "\n"),))
            made.append(replace(_A_FINDING, path=key, fix=fix))
        return step(self.originals[key], made)

    def _original_line(self, finding: Diagnostic) -> int:
        line = finding.span.line
        for above in self.above.get(finding.path, ()):
            if above < line:
                line -= 1
        return line

    def _places(self, spot: Spot) -> list[int]:
        key, line = spot
        page = self.documents[key].page
        return list(dict.fromkeys(islice(places(page, line), MAX_ROUNDS)))

    def _bar(self, texts: Mapping[str, bytes]) -> bool:
        """Bar the places at which a comment changes what is read; whether there are new ones."""
        barred: set[Spot] = set()
        for key, text in texts.items():
            if not self._changes(key, text):
                continue
            for line, codes in self._codes()[key].items():
                alone = self._step(key, {line: codes})
                if line and (alone is None or self._changes(key, alone.after)):
                    barred.add((key, line))
        new = barred - self.barred
        self.barred |= barred
        return bool(new)

    def _changes(self, key: str, text: bytes) -> bool:
        after = self.read(key, text)
        return after is None or told(after) != told(self.documents[key])


_A_FINDING = UNREADABLE_FENCE.at("", Span(1, 1, 1, 1), "silenced")
"""What carries an edit through the engine of the fixes."""


def _can_be_silenced(finding: Diagnostic) -> bool:
    """Whether a comment silences such a finding: those of the engine are beyond comments."""
    return finding.code not in ENGINE_RULES or finding.code == UNREADABLE_FENCE.code


def _start(document: Document) -> int:
    """The line above which a comment about the whole file stands."""
    matter = next(document.page.blocks(FrontMatter), None)
    return matter.end_line + 1 if matter is not None else 1


def told(document: Document) -> Any:
    """What a document says, without the places where it says it."""
    return _told(document)


def _told(value: Any) -> Any:
    match value:
        case Span():
            return None
        case str() if not isinstance(value, Enum):
            return _LINE.sub("line", value)
        case dict():
            return [(_told(key), _told(each)) for key, each in value.items()]
        case list() | tuple() | set() | frozenset():
            told = [_told(each) for each in value]
            return told if isinstance(value, list | tuple) else sorted(map(repr, told))
    if dataclasses.is_dataclass(value):
        return [type(value).__name__, *_attributes(value)]
    return value


def _attributes(value: Any) -> Iterator[Any]:
    for each in dataclasses.fields(value):
        if each.name not in _PLACES:
            yield _told(getattr(value, each.name))
