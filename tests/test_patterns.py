"""Patterns are compiled when they are first used, and do then what `re` does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import storagelint
from storagelint import patterns as module
from storagelint.patterns import Hinted, hinted, hinted_patterns, pattern, patterns
from storagelint.reading import queries
from storagelint.reading.words import relation_sentences

ENGINE = Path(storagelint.__file__).parent
RULES = ENGINE.parent / "rules"


def test_a_pattern_is_compiled_by_its_first_use() -> None:
    made = pattern(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert type(made).__name__ == "_Uncompiled"
    found = made.search("1 Abc")
    assert found is not None
    assert found["word"] == "Abc"
    assert type(made).__name__ == "_Compiled"


def test_a_pattern_has_what_a_compiled_one_has() -> None:
    made, known = pattern("a(b)?", re.MULTILINE), re.compile("a(b)?", re.MULTILINE)
    assert (made.pattern, made.flags, made.groups) == (known.pattern, known.flags, known.groups)
    assert made.sub("x", "ab a") == "x x"
    assert made.fullmatch("ab") is not None
    assert made.split("1ab2") == ["1", "b", "2"]


def test_a_wrong_pattern_is_refused_by_its_first_use() -> None:
    made = pattern("(")
    try:
        with pytest.raises(re.error):
            made.match("")
    finally:
        module._SOURCES.popitem()


def test_all_patterns_can_be_listed() -> None:
    made = pattern("only here")
    assert made is patterns()[-1]


def test_a_hinted_pattern_finds_what_the_pattern_finds() -> None:
    made = hinted(pattern(r"\bpages?\b|\blimit\b"), "page", "limit")
    try:
        assert made.stands_in("the last page")
        assert made.search("no limits, two pages")[0] == "pages"  # type: ignore[index]
        assert not made.stands_in("pagination")
        assert not made.stands_in("limits")
    finally:
        module._HINTED.pop()


def test_the_patterns_that_have_hints_are_listed() -> None:
    assert {queries._PAGINATED, relation_sentences._ENGLISH} <= set(hinted_patterns())


@pytest.mark.parametrize("made", hinted_patterns(), ids=lambda made: made.hints[0])
@given(data=st.data())
def test_each_match_of_a_hinted_pattern_holds_a_hint(made: Hinted, data: st.DataObject) -> None:
    found = data.draw(st.from_regex(re.compile(made.pattern.pattern, made.pattern.flags)))
    assert made.stands_in(found), f"{found!r} has none of {made.hints}"
    assert all(hint == hint.lower() for hint in made.hints)


@pytest.mark.parametrize("folder", [ENGINE, RULES], ids=["engine", "rules"])
def test_no_module_compiles_a_pattern_when_it_is_imported(folder: Path) -> None:
    eager = [
        f"{file.name}:{node.lineno}"
        for file in sorted(folder.rglob("*.py"))
        for statement in ast.parse(file.read_text("utf-8")).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    assert eager == []
