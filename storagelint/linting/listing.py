"""The cache -> the rules that are installed, known by name without their code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storagelint.linting.cache import Cache
from storagelint.linting.installed import digest, environment_mark, folders_mark
from storagelint.linting.registry import Registry, discover
from storagelint.linting.rule import Rule, Safety, Severity
from storagelint.linting.stored import Data


def installed_rules(cache: Cache | None, packs: Sequence[str] = ()) -> tuple[Registry, str]:
    """The rules of the packs, and the mark of all code that runs.

    Those of the cache know what they are called and find nothing. Rules of others come from no
    cache: what they say of themselves may be more than data. Raises RegistryError as `discover`.
    """
    environment = environment_mark()
    key = digest(["rules", environment])
    if cache is not None and not packs and (listed := cache.get(key, _from_data)) is not None:
        registry, mark = listed
        if folders_mark(registry.folders) == mark:
            return registry, digest([environment, mark])
    registry = discover(packs)
    mark = folders_mark(registry.folders)
    if cache is not None and not packs and not registry.broken:
        cache.put(key, [mark, list(registry.folders), [_to_data(rule) for rule in registry.rules]])
    return registry, digest([environment, mark])


def _to_data(rule: Rule) -> Data:
    made = type(rule)
    return [
        made.__module__,
        made.__name__,
        made.__doc__,
        rule.code,
        rule.name,
        rule.severity.value,
        rule.pedantic,
        rule.fixable and rule.fixable.value,
        rule.any_kind,
        rule.rests_on_all,
        rule.options,
    ]


def _from_data(data: Data) -> tuple[Registry, str]:
    mark, folders, rules = data
    return Registry(tuple(_rule(*rule) for rule in rules), (), tuple(folders), True), mark


def _rule(
    module: str,
    called: str,
    text: str | None,
    code: str,
    name: str,
    severity: str,
    pedantic: bool,
    fixable: str | None,
    any_kind: bool,
    rests_on_all: bool,
    options: dict[str, Any],
) -> Rule:
    made = type(
        called,
        (Rule,),
        {
            "__module__": module,
            "__doc__": text,
            "code": code,
            "name": name,
            "severity": Severity(severity),
            "pedantic": pedantic,
            "fixable": fixable and Safety(fixable),
            "any_kind": any_kind,
            "rests_on_all": rests_on_all,
            "options": options,
        },
    )
    rule: Rule = made()
    return rule
