"""Findings -> marks by which a finding is known again when lines have moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from storagelint.linting.rule import Diagnostic


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A mark of 64 hexadecimal digits for each finding, in their order; no two are the same.

    It rests on the rule, the document, the entity and the field, or on the message where a
    finding names neither; of findings that share all of these the second, third and so on are
    told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    marks = []
    for diagnostic in diagnostics:
        identity = _identity(diagnostic)
        seen[identity] += 1
        text = "\0".join((*identity, str(seen[identity])))
        marks.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return marks


def _identity(diagnostic: Diagnostic) -> tuple[str, ...]:
    place = (diagnostic.code, diagnostic.path, diagnostic.entity or "", diagnostic.field or "")
    named = diagnostic.entity or diagnostic.field
    return place if named else (*place, diagnostic.message)
