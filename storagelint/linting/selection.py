"""Codes, prefixes and names -> the rules that run, and how much their findings weigh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storagelint.config import Settings
from storagelint.linting.registry import Registry
from storagelint.linting.rule import Rule, Severity

_EXACT = 1_000


@dataclass(frozen=True)
class Selection:
    """What is wanted of the rules."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    pedantic: bool = False
    severity: Mapping[str, str] | None = None
    """Code, prefix or name -> error, warning or info."""

    def rules(self, registry: Registry) -> tuple[Rule, ...]:
        """The rules that run, in the order of their codes."""
        return tuple(
            rule for rule in registry.rules if self.wants(rule.code, rule.name, rule.pedantic)
        )

    def wants(self, code: str, name: str, pedantic: bool = False) -> bool:
        """Whether a rule runs: the most specific word on it counts, and of two equal ones «not»."""
        wanted = _specificity((*self.select, *self.extend_select), code, name)
        if wanted is None and not self.select:
            wanted = 0
        if wanted is None or (pedantic and not self.pedantic and wanted < _EXACT):
            return False
        unwanted = _specificity(self.ignore, code, name)
        return unwanted is None or unwanted < wanted

    def weight(self, code: str, name: str, own: Severity) -> Severity:
        """The severity that the settings give a rule, or its own."""
        best, level = -1, own
        for selector, severity in (self.severity or {}).items():
            found = match_rule(selector, code, name)
            if found is not None and found > best:
                best, level = found, Severity(severity)
        return level


def select(
    settings: Settings,
    *,
    select: tuple[str, ...] = (),
    extend_select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    pedantic: bool = False,
) -> Selection:
    """What the settings and the command line ask for; a `select` there replaces the settings'."""
    if select:
        return Selection(select, extend_select, ignore, pedantic, settings.severity)
    return Selection(
        settings.select,
        settings.extend_select + extend_select,
        settings.ignore + ignore,
        pedantic,
        settings.severity,
    )


def match_rule(selector: str, code: str, name: str) -> int | None:
    """How specifically a selector means a rule: more is more specific; None: it does not."""
    if selector == name or selector.upper() == code:
        return _EXACT
    prefix = selector.upper()
    if prefix == "ALL":
        return 0
    return len(prefix) if prefix and code.startswith(prefix) else None


def _specificity(selectors: Iterable[str], code: str, name: str) -> int | None:
    """The most specific match of several selectors, or None."""
    found = (match_rule(selector, code, name) for selector in selectors)
    return max((each for each in found if each is not None), default=None)
