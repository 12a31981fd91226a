"""A step and the findings before and after -> why it must not be taken, or nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate

from storagelint.fixing.edits import Step
from storagelint.linting.rule import Diagnostic, Safety, Severity
from storagelint.markdown import Fence, Other, Table, parse
from storagelint.patterns import pattern
from storagelint.source import Source, from_text

_WORD = pattern(r"\w+")


def refusal(step: Step) -> str | None:
    """What a step would do that it must not: a clause, or None when it is sound."""
    if changes_more(step):
        return "they would change more than they name"
    if any(each.fix is not None and each.fix.safety is not Safety.SAFE for each in step.made):
        return None
    lost = lost_word(step)
    return None if lost is None else f"the word «{lost}» would be lost"


def changes_more(step: Step) -> bool:
    """Whether the bytes after differ outside the changes, or a newline would become another."""
    before, after = step.before, step.after
    text = before.decode("utf-8")
    in_text = in_before = in_after = 0
    seams: list[int] = []
    for change in step.changes:
        kept = text[in_text : change.start].encode("utf-8")
        taken = text[change.start : change.end].encode("utf-8")
        written = change.text.encode("utf-8")
        until = in_before + len(kept)
        if after[in_after : in_after + len(kept) + len(written)] != kept + written:
            return True
        if before[in_before : until + len(taken)] != kept + taken:
            return True
        in_after += len(kept)
        seams += [in_after, in_after + len(written)]
        in_text, in_before, in_after = change.end, until + len(taken), in_after + len(written)
    if before[in_before:] != after[in_after:]:
        return True
    return any(after[seam - 1 : seam + 1] == b"\r\n" for seam in seams if seam)


def lost_word(step: Step) -> str | None:
    """A word outside the changes that the text after lacks, or that a comment has come to hide."""
    before, after = step.before.decode("utf-8"), step.after.decode("utf-8")
    named = [(change.start, change.end) for change in step.changes]
    rest = [found for found in _words(before) if not _is_named(found, named)]
    hidden = _hidden(before)
    later = list(_words(after))
    later_hidden = _hidden(after)
    kept = Counter(word for word, _, _ in rest)
    lost = kept - Counter(word for word, _, _ in later)
    seen = Counter(word for word, start, _ in rest if not _within(start, hidden))
    lost += seen - Counter(word for word, start, _ in later if not _within(start, later_hidden))
    return min(lost, default=None)


def new_errors(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The errors after that were not there before: by rule, document, entity, field, message."""
    known = Counter(_identity(each) for each in before if each.severity is Severity.ERROR)
    found: list[Diagnostic] = []
    for each in after:
        if each.severity is not Severity.ERROR:
            continue
        known[_identity(each)] -= 1
        if known[_identity(each)] < 0:
            found.append(each)
    return found


def is_same(one: Diagnostic, other: Diagnostic) -> bool:
    """Whether two findings say the same of the same, wherever it stands."""
    return _identity(one) == _identity(other)


def _identity(finding: Diagnostic) -> tuple[str | None, ...]:
    return (finding.path, finding.code, finding.entity, finding.field, finding.message)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    return ((found[0], found.start(), found.end()) for found in _WORD.finditer(text))


def _is_named(word: tuple[str, int, int], named: list[tuple[int, int]]) -> bool:
    """Whether a change takes a letter of a word or stands within it."""
    _, start, end = word
    at = bisect_right(named, (end, end)) - 1
    while at >= 0 and named[at][1] >= start:
        first, last = named[at]
        if first < end and start < last:
            return True
        at -= 1
    return False


def _within(offset: int, ranges: list[tuple[int, int]]) -> bool:
    at = bisect_right(ranges, (offset, 1 << 60)) - 1
    return at >= 0 and offset < ranges[at][1]


def _hidden(raw: str) -> list[tuple[int, int]]:
    """The stretches of a text, in its characters, that no reader of the page sees."""
    source = from_text(raw)
    page = parse(source)
    lines = _line_starts(raw, source)
    fenced = {
        line for fence in page.blocks(Fence) for line in range(fence.line, fence.end_line + 1)
    }
    tables = {
        line for table in page.blocks(Table) for line in range(table.line, table.end_line + 1)
    }
    found = [(lines[other.line - 1], lines[other.end_line]) for other in page.blocks(Other)]
    start = raw.find("<!--")
    while start >= 0:
        line = bisect_right(lines, start)
        if line in fenced or (line in tables and raw.find("-->", start, lines[line]) < 0):
            start = raw.find("<!--", start + 4)  # A fence shows it, and no cell goes on below.
            continue
        end = raw.find("-->", start)
        if end < 0:
            break
        found.append((start, end + 3))
        start = raw.find("<!--", end + 3)
    return _merged(found)


def _line_starts(raw: str, source: Source) -> list[int]:
    """Where each line begins in the text with its own newlines, and where the last one ends."""
    at = 1 if source.bom else 0
    starts = [at]
    for line in source.lines:
        at += len(line)
        at += 2 if raw.startswith("\r\n", at) else 1
        starts.append(min(at, len(raw)))
    return starts


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ordered = sorted(ranges)
    ends = accumulate((end for _, end in ordered), max)
    return [(start, end) for (start, _), end in zip(ordered, ends, strict=True)]
