"""The modules -> the regular expressions that they hold, each with the methods it is used by."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import storagelint_rules

import storagelint
from storagelint.config import Settings
from storagelint.judging.stores.store_parts import _parts
from storagelint.patterns import patterns
from storagelint.vocabulary import data, vocabulary

METHODS = {
    "search": "search",
    "match": "match",
    "fullmatch": "fullmatch",
    **dict.fromkeys(("findall", "finditer", "split", "sub", "subn"), "finditer"),
}
"""The methods of patterns; those that read a text to its end are all measured as `finditer`."""

Uses = dict[tuple[str, int], set[str]]
"""The source and the flags of a pattern -> the measured methods it is used by."""
Place = tuple[str, str]
"""A module and a name in it; the name is empty for what has none."""


def uses() -> Uses:
    """All patterns that the modules, the vocabulary and the kinds hold, and how each is used.

    A pattern that is handed on, or stands in a collection, is taken to be used by every method
    that its module calls on what it gives no name at its top, but `split`, which texts have too;
    where there is none, by all.
    """
    modules = [*_modules(storagelint), *_modules(storagelint_rules)]
    trees = {each.__name__: _tree(each) for each in modules}
    places = _places(modules)
    called: dict[Place, set[str]] = defaultdict(set)
    for module in modules:
        for name, method in _calls(trees[module.__name__]):
            known = places.get(id(vars(module).get(name)), [])
            if not known and method != "split":
                known = [(module.__name__, "")]
            for place in known:
                called[place].add(METHODS[method])
    words = vocabulary()
    for concept in words.tables["words"]:
        words.pattern(concept)
    for store_class in data("stores"):
        _parts(store_class)
    found: Uses = defaultdict(set)
    for each in patterns():
        for module_name, name in places.get(id(each), [("", "")]):
            methods = called[module_name, name] or called[module_name, ""]
            found[each.pattern, each.flags] |= methods or set(METHODS.values())
    for tree in trees.values():
        for source, flags, method in _inline(tree):
            found[source, re.compile(source, flags).flags].add(METHODS[method])
    for kind in Settings().all_kinds().values():
        if kind.title_pattern is not None:
            found[kind.title_pattern.pattern, kind.title_pattern.flags].add("search")
    return found


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(module.__file__ or "").read_text("utf-8"))


def _places(modules: list[ModuleType]) -> dict[int, list[Place]]:
    """The identity of each pattern -> where it has a name, or stands in what has one."""
    found: dict[int, list[Place]] = defaultdict(list)
    for module in modules:
        for name, value in vars(module).items():
            if _is_pattern(value):
                found[id(value)].append((module.__name__, name))
            else:
                for each in _held(value, 3):
                    found[id(each)].append((module.__name__, ""))
    return found


def _is_pattern(value: object) -> bool:
    return type(value).__module__ == "storagelint.patterns" and hasattr(value, "pattern")


def _held(value: object, depth: int) -> Iterator[object]:
    if _is_pattern(value):
        yield value
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from _held(each, depth - 1)
    elif depth and isinstance(value, tuple | list | frozenset | set):
        for each in value:
            yield from _held(each, depth - 1)


def _calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The methods of patterns that a module calls or hands on, each with whose they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            owner = node.value
            if not (isinstance(owner, ast.Name) and owner.id == "re"):
                yield owner.id if isinstance(owner, ast.Name) else "", node.attr


def _inline(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """The source, flags and method of each `re.search("...", text)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=method),
                args=[ast.Constant(value=str(source)), *_],
            ) if method in METHODS:
                flags = [ast.unparse(each) for each in (*node.args, *_flags(node))]
                ignoring = any(each in ("re.I", "re.IGNORECASE") for each in flags)
                yield source, re.IGNORECASE if ignoring else 0, method


def _flags(call: ast.Call) -> list[ast.expr]:
    return [each.value for each in call.keywords if each.arg == "flags"]
