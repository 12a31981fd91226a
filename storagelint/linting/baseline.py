"""A file of known findings, findings -> those that are new, and what is known and gone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from storagelint.linting.engine_rules import INCOMPLETE
from storagelint.linting.fingerprint import Identity, identity
from storagelint.linting.rule import Diagnostic

VERSION = 1
MAX_BYTES = 32 * 1024 * 1024
"""The largest baseline that is read."""

Known = Counter[Identity]
"""How often each finding is known."""
Name = Callable[[str], str]
"""The path by which a baseline knows a document, of its key."""

_PARTS = frozenset((*Identity._fields, "count"))


class BaselineError(Exception):
    """A baseline that cannot be used; `str()` is `line: reason`, or a reason alone."""


def record(findings: Iterable[Diagnostic], name: Name) -> Known:
    """The findings as known ones, but those that say that something was not checked."""
    return Counter(identity(each, name(each.path)) for each in _recordable(findings))


def sift(findings: list[Diagnostic], known: Known, name: Name) -> tuple[list[Diagnostic], Known]:
    """The findings that are not known, in their order, and what is known and was not found.

    Where more are found than are known, the last ones are new.
    """
    left = Counter(known)
    new: list[Diagnostic] = []
    for finding in findings:
        found = identity(finding, name(finding.path))
        if finding.code not in INCOMPLETE and left[found] > 0:
            left[found] -= 1
        else:
            new.append(finding)
    return new, +left


def parse(data: bytes) -> Known:
    """The findings of a baseline. Raises BaselineError where it is none."""
    if len(data) > MAX_BYTES:
        raise BaselineError(f"has {len(data):,} bytes, more than {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8")
        read = json.loads(text)
    except UnicodeDecodeError as error:
        raise BaselineError(f"is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise BaselineError(f"{error.lineno}: {reason}") from None
    except (RecursionError, ValueError):
        raise BaselineError("nests too deeply or holds a number that is too long") from None
    match read:
        case {"version": int(version), "findings": list(entries)} if (
            version is not True and version == VERSION
        ):
            pass
        case {"version": int(version)} if version != VERSION:
            raise BaselineError(f"is a baseline of version {str(version)[:20]}, not {VERSION}")
        case {"version": version} if type(version) is not int:
            raise BaselineError("is no baseline: its version is no whole number")
        case _:
            raise BaselineError("is no baseline: it has no version and no list of findings")
    known: Known = Counter()
    for number, entry in enumerate(entries):
        problem = _problem(entry)
        if problem is not None:
            line = _line(text, number, entry)
            raise BaselineError(f"{line}: {problem}" if line else problem)
        count = entry.pop("count", 1)
        found = Identity(**entry)
        known[found] = max(known[found], count)
    return known


def _recordable(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    return (each for each in findings if each.code not in INCOMPLETE)


def _problem(entry: Any) -> str | None:
    """What is wrong with an entry of a baseline: a clause, or None."""
    if not isinstance(entry, dict):
        return "entry is no object"
    for key, value in entry.items():
        if key not in _PARTS:
            return f"unknown key {key[:40]}"
        if key == "count":
            if type(value) is not int or not 0 < value < 1_000_000_000:
                return "count is not a positive number"
        elif not isinstance(value, str):
            return f"{key} is not a text"
    missing = {"path", "code"} - entry.keys()
    return f"entry has no {min(missing)}" if missing else None


def _line(text: str, number: int, entry: Any) -> int | None:
    """The line of an entry of the list of findings, by its position; None where it is not there.

    The list may stand under a key that is written with escapes, or be the second of two.
    """
    decoder = json.JSONDecoder()
    try:
        at = text.index("[", text.index('"findings"'))
        for _ in range(number + 1):
            at += 1
            while text[at] in " \t\r\n,":
                at += 1
            start = at
            found, end = decoder.raw_decode(text, at)
            at = end - 1
        return text.count("\n", 0, start) + 1 if found == entry else None
    except (ValueError, IndexError, RecursionError):
        return None
