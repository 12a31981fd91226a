"""Settings -> what in them cannot be used or meant, in the words of TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from storagelint.config import MOST_PROBLEMS, Settings, safe_glob
from storagelint.config.lines import KeyPath
from storagelint.kinds import Kind, Naming, SectionSpec, TableSpec, kebab
from storagelint.vocabulary.nearest import nearest

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_WANTED = {
    "bool": "true or false",
    "dataclass": "a table of keys and values",
    "dict": "a table of keys and values",
    "float": "a number",
    "int": "a whole number",
    "string": "a text in quotes",
}
"""The beginning of an error's type -> what is expected."""
_LISTS = {"sections": "a list of tables"}
"""Keys of lists that hold other things than texts."""
_LONGEST = 40


def refusals(
    failure: ValidationError, model: type[Settings | Kind], *below: str
) -> Iterator[tuple[KeyPath, str]]:
    """What has another shape than it should, a key and a clause each."""
    for error in failure.errors()[:MOST_PROBLEMS]:
        path = (*below, *error["loc"])
        yield path, _clause(error, path, model)


def problems_of(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """What has the right shape and can be of no use, a key and a clause each."""
    yield from _paths(settings)
    yield from _entities(settings)
    yield from _kinds(settings)


def _clause(error: ErrorDetails, path: KeyPath, model: type[Settings | Kind]) -> str:
    key = ".".join(part for part in path if isinstance(part, str))
    if path[:1] == ("thresholds",) and len(path) > 2:
        path, key = path[:2], f"thresholds.{path[1]}"
        return f"{key}: expected a number or a text in quotes, not {_written(error['input'])}"
    sort = error["type"]
    if sort in ("extra_forbidden", "unexpected_keyword_argument"):
        known = {kebab(name) for name in _names(path, model)}
        guess = nearest(str(path[-1]), known)
        return f"unknown key {key}" + (f", did you mean {guess}?" if guess else "")
    if sort == "missing":
        return f"{key} is missing"
    if sort == "literal_error":
        wanted = str(error["ctx"]["expected"])
    elif sort == "tuple_type":
        wanted = _LISTS.get(str(path[-1]), "a list of texts")
    else:
        wanted = _WANTED.get(sort.partition("_")[0], "")
    reason = error["msg"].removeprefix("Value error, ")
    clause = f"expected {wanted}, not {_written(error['input'])}" if wanted else reason
    return f"{key}: {clause}" if key else clause


def _written(value: Any) -> str:
    """A value as TOML has it, or what it is."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            short = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
            return json.dumps(short, ensure_ascii=False)
        case dict():
            return "a table"
        case list() | tuple():
            return "a list"
    return str(value)[:_LONGEST]


def _is_below(path: str) -> bool:
    """Whether a relative path stays below its folder, on every system."""
    parts = path.replace("\\", "/").split("/")
    return parts[0] != "" and ".." not in parts and ":" not in path


def _entities(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """What is no name of an entity."""
    for name in settings.external_entities:
        if not any(letter.isalnum() for letter in name):
            yield ("external-entities",), f"external-entities: {json.dumps(name)} is no name"
        elif "*" in name or "?" in name:
            reason = "is a pattern, and entities are known by their names"
            yield ("external-entities",), f"external-entities: {json.dumps(name)} {reason}"


def _paths(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong with the globs and the path of the baseline."""
    if settings.baseline == "":
        yield ("baseline",), "baseline: path is empty"
    elif settings.baseline is not None and not _is_below(settings.baseline):
        yield ("baseline",), "baseline: path leaves the folder of the settings"
    globs = (
        *((("include",), glob) for glob in settings.include),
        *((("exclude",), glob) for glob in settings.exclude),
        *((("per-file-ignores", glob), glob) for glob in settings.per_file_ignores),
    )
    for path, glob in globs:
        try:
            safe_glob(glob)
        except ValueError as error:
            yield path, f"{path[0]}: {error}"


def _kinds(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong with the kinds that the settings describe."""
    from pydantic import ValidationError

    for name, kind in settings.kinds.items():
        if "name" in kind:
            yield ("kinds", name, "name"), f"unknown key kinds.{name}.name"
        try:
            made = settings.kind(name)
        except ValidationError as error:
            yield from refusals(error, Kind, "kinds", name)
        else:
            yield from _patterns(made)


def _patterns(kind: Kind) -> Iterator[tuple[KeyPath, str]]:
    """What is wrong with the globs of a kind and the form of its titles."""
    for glob in kind.paths:
        try:
            safe_glob(glob)
        except ValueError as error:
            yield ("kinds", kind.name, "paths"), f"kinds.{kind.name}.paths: {error}"
    try:
        re.compile(kind.title or "")
    except (re.error, RecursionError, OverflowError) as error:
        key = f"kinds.{kind.name}.title"
        yield ("kinds", kind.name, "title"), f"{key} is no regular expression: {error}"


def _names(path: KeyPath, model: type[Settings | Kind]) -> Iterator[str]:
    """The attributes of the data that a key may have been meant for."""
    parts: tuple[type[Settings | Kind | SectionSpec | TableSpec | Naming], ...] = (model,)
    if path[0] == "naming":
        parts = (Naming,)
    elif model is Kind:
        parts = (Kind, SectionSpec, TableSpec, Naming)
    for part in parts:
        yield from (each.name for each in fields(part) if (part, each.name) != (Kind, "name"))
