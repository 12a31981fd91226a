"""Words for rules on the command line -> codes, prefixes and names that there are."""

from __future__ import annotations

from collections.abc import Iterable

import click

from storagelint.cli.session import Problem
from storagelint.linting.registry import Registry


def split(_context: click.Context, _option: click.Parameter, words: tuple[str, ...]) -> list[str]:
    """The words of an option that may be repeated and may hold commas."""
    return [part.strip() for word in words for part in word.split(",") if part.strip()]


def refuse_unknown(words: Iterable[str], registry: Registry) -> None:
    """Raise Problem for a word that means no rule; it names the nearest."""
    for word in words:
        if not registry.knows(word):
            guess = registry.nearest(word)
            hint = f", did you mean {guess}?" if guess else ""
            raise Problem(f"no rule is called {word}{hint}")
