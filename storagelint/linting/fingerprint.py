"""Findings -> marks by which a finding is known again when lines and sections have moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from storagelint.judging.pages.masking import mask
from storagelint.linting.rule import Diagnostic
from storagelint.patterns import pattern

_NUMBER = pattern(r"(?<![\w.])\d[\d.,]*(?!\w)")


class Identity(NamedTuple):
    """What a finding is about, without the place where that stands and without secrets."""

    path: str
    code: str
    entity: str = ""
    field: str = ""
    message: str = ""
    """Of a finding that names neither entity nor field, with `#` for each number in it; of one
    that stands for many, what is said of any of them."""


def identity(finding: Diagnostic, path: str | None = None) -> Identity:
    """The identity of a finding, which several may share; `path` instead of the finding's own."""
    entity, field = mask(finding.entity or ""), mask(finding.field or "")
    many = finding.together if finding.count > 1 else None
    said = many.say(0, "") if many else finding.message
    message = "" if entity or field else mask(_NUMBER.sub("#", said))
    return Identity(mask(path or finding.path), finding.code, entity, field, message)


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A mark of 64 hexadecimal digits for each finding, in their order; no two are the same.

    Findings of one identity, of which the second, third and so on are told apart by their order.
    """
    seen: Counter[Identity] = Counter()
    marks = []
    for diagnostic in diagnostics:
        found = identity(diagnostic)
        seen[found] += 1
        text = "\0".join((*found, str(seen[found])))
        marks.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return marks
