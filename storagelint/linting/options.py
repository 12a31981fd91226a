"""Settings and rules -> the value of each option, which the settings call a threshold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storagelint.config import Settings
from storagelint.config.lines import KeyPath
from storagelint.linting.registry import Registry
from storagelint.linting.rule import Rule
from storagelint.vocabulary.nearest import nearest


def options_of(rule: Rule, settings: Settings) -> dict[str, Any]:
    """The options of a rule: its defaults, changed by the settings."""
    return {name: settings.thresholds.get(name, value) for name, value in rule.options.items()}


def known_options(registry: Registry) -> dict[str, Any]:
    """Each option of any rule, with its default."""
    return {name: value for rule in registry.rules for name, value in rule.options.items()}


def about_thresholds(settings: Settings, registry: Registry) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong with the thresholds of the settings: a key and a clause each."""
    known = known_options(registry)
    for name, value in settings.thresholds.items():
        key = f"thresholds.{name}"
        if name not in known:
            guess = nearest(name, known, at_least=60)
            hint = f", did you mean {guess}?" if guess else ""
            yield ("thresholds", name), f"{key} is an option of no rule{hint}"
        elif isinstance(known[name], str) != isinstance(value, str):
            wanted = "a text in quotes" if isinstance(known[name], str) else "a number"
            yield ("thresholds", name), f"{key} is not {wanted}"
