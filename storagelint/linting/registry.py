"""Entry points -> rules: every rule of the packs that are loaded, by code and by name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from storagelint.linting.rule import Rule
from storagelint.patterns import pattern
from storagelint.vocabulary.nearest import nearest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "storagelint.rules"
"""The entry point group of rule packs; a value is the name of a package."""
CORE = "core"
"""The pack that is always loaded."""

_LOOKALIKES = str.maketrans("OIL", "011")
_CODE = pattern(r"[A-Z]{2,8}\d{3}\Z")
_NAME = pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


class RegistryError(Exception):
    """Rules that cannot be used together; `str()` is a clause without full stop."""


@dataclass(frozen=True)
class Registry:
    """The rules of a run."""

    rules: tuple[Rule, ...]
    """In the order of their codes."""
    broken: tuple[str, ...] = ()
    """What could not be loaded, a clause each; the rest is used."""
    folders: tuple[str, ...] = ()
    """Where the code of the rules stands."""
    named_only: bool = False
    """Whether the rules know what they are called, and find nothing."""

    @cached_property
    def by_code(self) -> dict[str, Rule]:
        """Code -> rule."""
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def by_name(self) -> dict[str, Rule]:
        """Name -> rule."""
        return {rule.name: rule for rule in self.rules}

    def find(self, word: str) -> Rule | None:
        """The rule of a code, in any case, or a name."""
        return self.by_code.get(word.upper()) or self.by_name.get(word.lower())

    def below(self, prefix: str) -> tuple[Rule, ...]:
        """The rules whose codes begin with a prefix, in any case, such as SL20."""
        wanted = prefix.upper()
        return tuple(rule for rule in self.rules if wanted and rule.code.startswith(wanted))

    def nearest(self, word: str) -> str | None:
        """The code or name that was probably meant."""
        if re.match(r"[A-Za-z]{2,8}\d", word):
            code = word[:2].upper() + word[2:].upper().translate(_LOOKALIKES)
            return code if code in self.by_code else nearest(word.upper(), self.by_code)
        return nearest(word.lower(), self.by_name)

    def knows(self, selector: str) -> bool:
        """Whether a code, a prefix of codes or a name means any rule."""
        prefix = selector.upper()
        return bool(prefix) and (
            selector in self.by_name or prefix == "ALL" or bool(self.below(prefix))
        )


def discover(packs: Sequence[str] = ()) -> Registry:
    """The rules of the core pack and of the named packs.

    Raises RegistryError for a pack that is not installed, two rules of one code or name, and
    when no rule at all is found: no rules would mean no findings.
    """
    rules: list[Rule] = []
    broken: list[str] = []
    folders: list[str] = []
    for point in _entry_points(packs):
        try:
            package = point.load()
        except Exception as error:
            broken.append(f"rule pack {point.name} cannot be loaded: {type(error).__name__}")
            continue
        folders += map(str, getattr(package, "__path__", ()))
        for module in _modules(package, broken):
            rules.extend(_rules(module, broken))
    if not rules:
        raise RegistryError(f"no rules are installed: no entry point {GROUP} gives any")
    _refuse_duplicates(rules)
    rules.sort(key=lambda rule: rule.code)
    return Registry(tuple(rules), tuple(broken), tuple(folders))


def page(rule: Rule) -> str | None:
    """The page of a rule: the Markdown file of the same stem beside its module, or None."""
    from importlib import resources

    package, _, stem = type(rule).__module__.rpartition(".")
    file = resources.files(package) / f"{stem}.md"
    return file.read_text("utf-8") if file.is_file() else None


def summary(text: str) -> str:
    """The sentence that a page opens with, below its title."""
    paragraph = text.partition("\n")[2].strip().partition("\n\n")[0].partition("\n## ")[0]
    return " ".join(paragraph.split())


def _entry_points(packs: Sequence[str]) -> list[EntryPoint]:
    from importlib.metadata import entry_points

    installed = entry_points(group=GROUP)
    core = [point for point in installed if point.name == CORE]
    if len({point.value for point in core}) > 1:
        raise RegistryError(f"several rule packs call themselves {CORE}")
    found = core[:1]
    for name in dict.fromkeys(packs):
        point = next((point for point in installed if point.name == name), None)
        if point is None:
            guess = nearest(name, {each.name for each in installed})
            hint = f", did you mean {guess}?" if guess else ""
            raise RegistryError(f"rule pack {name} is not installed{hint}")
        if name != CORE:
            found.append(point)
    return found


def _modules(package: ModuleType, broken: list[str]) -> Iterator[ModuleType]:
    """All modules below a package, folder by folder, in the order of their names."""
    for name in _module_names(package):
        try:
            yield import_module(name)
        except Exception as error:
            broken.append(f"rule module {name} cannot be imported: {type(error).__name__}")


def _module_names(package: ModuleType) -> Iterator[str]:
    folders = [(package.__name__, str(path)) for path in getattr(package, "__path__", ())]
    seen: set[str] = set()
    while folders:
        dotted, folder = folders.pop(0)
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
        for name in names:
            stem = name.removesuffix(".py")
            if not stem.isidentifier() or stem == "__init__":
                continue
            if stem != name:
                yield f"{dotted}.{stem}"
            elif Path(folder, name, "__init__.py").is_file():
                folders.append((f"{dotted}.{name}", f"{folder}/{name}"))


def _rules(module: ModuleType, broken: list[str]) -> Iterator[Rule]:
    for name, value in vars(module).items():
        if not isinstance(value, type) or value.__module__ != module.__name__:
            continue
        if not issubclass(value, Rule) or name.startswith("_"):
            continue
        code, kebab = getattr(value, "code", None), getattr(value, "name", None)
        if not (isinstance(code, str) and _CODE.match(code)):
            broken.append(f"rule {module.__name__}.{name} has no code such as SL201")
        elif not (isinstance(kebab, str) and _NAME.match(kebab)):
            broken.append(f"rule {code} has no name in kebab-case")
        else:
            yield value()


def _refuse_duplicates(rules: list[Rule]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        for word in (rule.code, rule.name):
            other = seen.setdefault(word, rule)
            if other is not rule:
                modules = sorted([type(other).__module__, type(rule).__module__])
                raise RegistryError(f"two rules are called {word}: {' and '.join(modules)}")
