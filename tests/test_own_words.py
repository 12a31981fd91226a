"""A project's own technology and words: they are read, and gone when the command is done."""

from __future__ import annotations

import functools
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from conftest import ROOT, Run, lint, write

import storagelint
from storagelint import vocabulary as module
from storagelint.kinds import builtin_kinds
from storagelint.linting.registry import discover
from storagelint.linting.selection import Selection
from storagelint.vocabulary import Vocabulary, all_words, speak, vocabulary

POLISH = """
[synonyms.columns]
field = ["Pole"]
type = ["Rodzaj-danych"]
constraints = ["Ograniczenia"]
description = ["Opis"]

[synonyms.sections]
backup = ["Kopie zapasowe"]

[synonyms.words]
primary-key = ["klucz główny"]
not-null = ["niepuste"]
entity-word = ["zbiór"]
"""
DOCUMENT = """# Zamówienia

## Zbiór orders

| Pole | Rodzaj danych | Ograniczenia | Opis |
| --- | --- | --- | --- |
| numer | UUID | klucz główny | kto |
| kwota | NUMERIC(12, 2) | niepuste | ile |

## 7. Kopie zapasowe

Codziennie.
"""


@pytest.fixture(autouse=True)
def silent() -> Iterator[None]:
    """No words of a test are left for the next one."""
    yield
    speak({})


def model(run: Run, *arguments: str) -> dict[str, Any]:
    outcome = run("model", *arguments, "--output-format", "json")
    assert outcome.status == 0, outcome.err
    document: dict[str, Any] = json.loads(outcome.out)["documents"][0]
    return document


def test_words_of_another_language_are_read(project: Path, run: Run) -> None:
    write(project, {"a.md": DOCUMENT})
    (entity,) = model(run, "a.md")["entities"]
    assert entity["name"] == "Zbiór orders"
    assert entity["fields"][1]["type"] is None
    write(project, {"storagelint.toml": POLISH})
    (entity,) = model(run, "a.md")["entities"]
    number, amount = entity["fields"]
    assert entity["name"] == "orders"
    assert (number["name"], number["type"], number["primary_key"]) == ("numer", "UUID", True)
    assert (amount["nullable"], amount["description"]) == (False, "ile")
    assert [each["role"] for each in model(run, "a.md")["sections"]].count("backup") == 1


def test_words_do_not_leak_into_the_next_run(project: Path, run: Run) -> None:
    other = "other/storagelint.toml"
    write(
        project, {"a.md": DOCUMENT, "storagelint.toml": POLISH, other: "", "other/a.md": DOCUMENT}
    )
    before = model(run, "other/a.md")
    assert model(run, "a.md")["entities"] != before["entities"]
    assert model(run, "other/a.md") == before
    assert vocabulary() is all_words()


def test_a_phrase_means_what_the_settings_say() -> None:
    assert vocabulary().column("Rules") == "constraints"
    speak({"columns": {"description": ["RULES"]}, "words": {"yes": ["Jawohl  doch"]}})
    assert vocabulary().column("rules") == "description"
    assert "jawohl doch" in vocabulary().words("yes")
    speak({})
    assert vocabulary().column("rules") == "constraints"
    assert "jawohl doch" not in vocabulary().words("yes")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[synonyms.colums]\nfield = []",
            "unknown topic synonyms.colums, did you mean columns?",
        ),
        (
            '[synonyms.columns]\n\nfeild = ["x"]',
            "3: unknown concept synonyms.columns.feild, did you mean field?",
        ),
        ('[synonyms.words]\nyes = [" "]', "2: synonyms.words.yes has a phrase that says nothing"),
        ('[synonyms.sections]\nbackup = ["*"]', "2: synonyms.sections.backup has a phrase that"),
        ('synonyms.words.yes = "x"', "1: synonyms.words.yes: expected a list of texts, not "),
        (f'synonyms.words.yes = ["{"x" * 101}"]', "a phrase of more than 100 characters"),
        ("synonyms.words.yes = [" + '"x", ' * 201 + "]", "has more than 200 phrases"),
        ('technology = "PostgreSLQ"', "1: technology: PostgreSLQ is no storage technology"),
        ('technology = "PostgreSLQ"', "that is known, did you mean PostgreSQL?"),
        ('[kinds.log]\ntechnology = "x"', "2: kinds.log.technology: x is no storage technology"),
    ],
)
def test_wrong_words_are_named(project: Path, run: Run, text: str, message: str) -> None:
    write(project, {"storagelint.toml": text, "a.md": "# A\n"})
    outcome = run("check", "a.md")
    assert (outcome.status, outcome.out) == (2, "")
    assert message in outcome.err


NAMELESS = """# Orders Storage Design

### orders

| Field | Type | Constraints |
| --- | --- | --- |
| id | UUID | PK |
| window | TINYTEXT | NOT NULL |
"""


def codes(run: Run, *arguments: str) -> set[str]:
    data = json.loads(run("check", *arguments, "--output-format", "json").out)
    return {each["code"] for each in data["diagnostics"]}


def test_a_technology_is_taken_for_documents_that_name_none(project: Path, run: Run) -> None:
    named = NAMELESS.replace("### ", "Data is kept in SQLite.\n\n### ")
    write(project, {"docs/storage/a.md": NAMELESS, "docs/storage/b.md": named})
    assert model(run, "docs/storage/a.md")["stores"] == []
    assert codes(run, "docs/storage/a.md").isdisjoint({"SL213", "SL906"})
    write(project, {"storagelint.toml": 'technology = "postgres"\n'})
    (store,) = model(run, "docs/storage/a.md")["stores"]
    assert (store["technology"], store["class"], store["inferred"]) == (
        "PostgreSQL",
        "relational",
        True,
    )
    assert codes(run, "docs/storage/a.md") >= {"SL213", "SL906"}
    (store,) = model(run, "docs/storage/b.md")["stores"]
    assert (store["technology"], store["inferred"]) == ("SQLite", False)
    assert (
        "store PostgreSQL (relational), by the settings\n" in run("model", "docs/storage/a.md").out
    )


def test_sections_that_a_technology_does_not_need_are_not_missing(project: Path, run: Run) -> None:
    text = "# Sessions Storage Design\n\n## 1. Core Entities\n\nSessions by their token.\n"
    write(project, {"docs/storage/a.md": text})

    def missing() -> str:
        return run("check", "--select", "SL101", "-q").out

    assert "Entity Relationships" in missing()
    write(project, {"storagelint.toml": 'technology = "Redis"\n'})
    assert "Entity Relationships" not in missing()
    write(project, {"storagelint.toml": 'kinds.storage.technology = "Redis"\n'})
    assert "Entity Relationships" not in missing()


def test_nothing_is_asked_of_a_store_that_only_the_settings_name(project: Path, run: Run) -> None:
    text = NAMELESS + "\n## 1. Storage Selection\n\nTo be chosen.\n"
    about_stores = {"SL118", "SL119", "SL120", "SL121", "SL122", "SL123"}
    write(project, {"docs/storage/a.md": text})
    before = codes(run) & about_stores
    for technology in ("Redis", "PostgreSQL", "Amazon S3", "MongoDB"):
        write(project, {"storagelint.toml": f'technology = "{technology}"\n'})
        assert codes(run) & about_stores == before


def _caches() -> dict[CodeType, str]:
    """The code of every function of the engine that remembers its answers for good."""
    found: dict[CodeType, str] = {}
    for info in pkgutil.walk_packages(storagelint.__path__, "storagelint."):
        part = importlib.import_module(info.name)
        for name, value in vars(part).items():
            if isinstance(value, functools._lru_cache_wrapper):
                found[value.__wrapped__.__code__] = f"{value.__module__}.{name}"
    return found


def _frames(frame: FrameType | None) -> Iterator[CodeType]:
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back


def test_what_depends_on_the_words_is_forgotten_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cache asks the vocabulary but those that `speak` clears."""
    depending = {cached.__wrapped__.__code__ for cached in module._depending}
    others = {code: name for code, name in _caches().items() if code not in depending}
    guilty: set[str] = set()
    bare = {id(cached): cached.__wrapped__ for cached in module._depending}
    asked = 0

    def ask() -> Vocabulary:
        nonlocal asked
        asked += 1
        guilty.update(others[code] for code in _frames(sys._getframe()) if code in others)
        return all_words()

    for part in [part for name, part in sys.modules.items() if name.startswith("storagelint")]:
        for name, value in list(vars(part).items()):
            if value is vocabulary:
                monkeypatch.setattr(part, name, ask)
            elif id(value) in bare:
                monkeypatch.setattr(part, name, bare[id(value)])
    for cached in _caches_to_clear():
        cached.cache_clear()
    kinds = builtin_kinds()
    shop = ROOT / "fixtures" / "projects" / "shop"
    from storagelint.config import Settings
    from storagelint.linting.files import find

    files = find([], shop, Settings(), kinds)
    lint(files, discover(), selection=Selection(pedantic=True), root=shop)
    assert asked > 1000
    assert guilty | set(_asking(others)) == set()


def _asking(others: dict[CodeType, str]) -> Iterator[str]:
    """Functions of other caches that name the vocabulary or a cache that depends on it."""
    depending = {id(cached) for cached in module._depending}
    for code, name in others.items():
        scope = vars(sys.modules[name.rpartition(".")[0]])
        if any(id(scope.get(used)) in depending for used in code.co_names):
            yield name


def _caches_to_clear() -> list[Any]:
    return [
        value
        for name, part in list(sys.modules.items())
        if name.startswith("storagelint")
        for value in vars(part).values()
        if isinstance(value, functools._lru_cache_wrapper)
    ]
