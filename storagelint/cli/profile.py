"""The seconds of reading and of each rule -> a table, what takes the most first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from storagelint.linting.registry import Registry

_MOST = 20
"""How many lines the table has; what is left over is summed up."""


def table(seconds: Mapping[str, float], registry: Registry) -> Iterator[str]:
    """The lines of the table: seconds of this process, their share, and what they went to."""
    order = sorted(seconds.items(), key=lambda pair: (-pair[1], pair[0]))
    whole = sum(seconds.values()) or 1.0
    yield " seconds  share"
    for word, spent in order[:_MOST]:
        rule = registry.by_code.get(word)
        yield _line(spent, whole, f"{rule.code} {rule.name}" if rule else word)
    rest = [spent for _, spent in order[_MOST:]]
    if rest:
        yield _line(sum(rest), whole, f"{len(rest)} more rules")
    yield _line(sum(seconds.values()), whole, "all")


def _line(spent: float, whole: float, what: str) -> str:
    return f"{spent:8.3f} {100 * spent / whole:5.1f}%  {what}"
