"""Every rule's page is its documentation and its test.

The form of a page:

- The title is `# CODE name`; the paragraphs below it say why.
- `## Fails`: documents, each in a `markdown` fence, with an `expect` fence behind it that holds
  the whole output of this rule, a finding a line: `line:column CODE message`.
- `## Fixed`, where the rule has a fix: the documents of the first case after all its fixes, and
  those that they create; `## Fix safety`, where that is unsafe.
- `## Passes`: documents in which the rule finds nothing.
- `## Options`, where the rule has any, a bullet each: `- name: ...`.

A document is called `design.md` and may open with front matter (`kind: storage`) to be of a kind.
Where the place matters, or a case needs several files, a fence names its file:
` ```markdown file=docs/storage/orders.md `; ` ```json file=... ` and ` ```toml file=... ` write
files of other sorts, `storagelint.toml` among them. All fences up to an `expect` make one case, and
so do all fences with a file between two paragraphs in `## Passes`. The lines of a case with named
files read `path:line:column CODE message`. A document that holds fences stands in a fence of four
backticks.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from conftest import lint, write

from storagelint.config import load, settings_file
from storagelint.linting.engine_rules import ENGINE_RULES
from storagelint.linting.files import find
from storagelint.linting.grouping import grouped
from storagelint.linting.registry import Registry, discover, page
from storagelint.linting.rule import Diagnostic, Rule, Safety
from storagelint.linting.selection import Selection
from storagelint.markdown import Fence, Section, parse
from storagelint.source import from_text

SECTIONS = ["Fails", "Fixed", "Fix safety", "Passes", "Options"]
DEFAULT_NAME = "design.md"
UNSHOWABLE = {"SL001", "SL002", "SL003", "SL004", "SL008"}
"""Findings of the engine, which no short document brings about."""
RULES = discover().rules


@dataclass(frozen=True)
class Case:
    """Files and the findings that they must give."""

    line: int
    files: dict[str, str]
    expected: list[str]


@cache
def _sections(code: str) -> dict[str, Section]:
    text = page(_rule(code))
    assert text is not None, f"{code} has no page"
    sections = parse(from_text(text)).sections
    return {section.title: section for section in sections if section.level == 2}


def _rule(code: str) -> Rule:
    return next(rule for rule in RULES if rule.code == code)


def _file(fence: Fence) -> str | None:
    found = re.search(r"\bfile=(\S+)", fence.info)
    return found[1] if found else None


def _text(fence: Fence) -> str:
    return fence.text + "\n"


def failing(section: Section) -> list[Case]:
    """The cases of `## Fails`."""
    cases: list[Case] = []
    files: dict[str, str] = {}
    for part in section.walk():
        for block in part.blocks:
            if not isinstance(block, Fence) or block.indented:
                continue
            if block.language == "expect":
                cases.append(Case(block.line, files, list(block.lines)))
                files = {}
            else:
                files[_file(block) or DEFAULT_NAME] = _text(block)
    assert not files, "a document without an expect block behind it"
    return cases


def passing(section: Section) -> list[Case]:
    """The cases of `## Passes`."""
    cases: list[Case] = []
    files: dict[str, str] = {}
    for part in section.walk():
        for block in [*part.blocks, None]:
            name = _file(block) if isinstance(block, Fence) else None
            if name is not None and isinstance(block, Fence):
                files[name] = _text(block)
                continue
            if files:
                cases.append(Case(part.line, files, []))
                files = {}
            if isinstance(block, Fence) and not block.indented:
                cases.append(Case(block.line, {DEFAULT_NAME: _text(block)}, []))
    return cases


def findings(rule: Rule, files: dict[str, str], root: Path) -> list[Diagnostic]:
    """What one rule, or the engine, finds in these files of a project."""
    write(root, {"storagelint.toml": "", **files})
    settings = load(settings_file(root)).settings
    kinds = settings.all_kinds()
    named = [root / name for name in files if name.endswith((".md", ".json"))]
    listed = find(named, root, settings, kinds)
    if rule.code in ENGINE_RULES:
        registry, selection = discover(), Selection(severity=settings.severity)
    else:
        registry = Registry((rule,))
        selection = Selection(select=(rule.code,), severity=settings.severity)
    found = lint(listed, registry, selection=selection, settings=settings, root=root).diagnostics
    return [diagnostic for diagnostic in grouped(found) if diagnostic.code == rule.code]


def mended(text: str, found: list[Diagnostic]) -> str:
    """A text after the fixes of its findings, made from its end to its start."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    edits = {edit for each in found if each.fix for edit in each.fix.edits}
    for edit in sorted(edits, key=lambda edit: (edit.span, edit.rank), reverse=True):
        start = starts[edit.span.line - 1] + edit.span.column - 1
        end = starts[edit.span.end_line - 1] + edit.span.end_column - 1
        text = text[:start] + edit.text + text[end:]
    return text


def _line(diagnostic: Diagnostic, with_path: bool) -> str:
    place = f"{diagnostic.span.line}:{diagnostic.span.column}"
    path = f"{diagnostic.path}:" if with_path else ""
    return f"{path}{place} {diagnostic.code} {diagnostic.message}"


def _cases() -> list[object]:
    return [
        pytest.param(rule, case, id=f"{rule.code}-{name}-{case.line}")
        for rule in RULES
        for name, read in (("Fails", failing), ("Passes", passing))
        if name in _sections(rule.code)
        for case in read(_sections(rule.code)[name])
    ]


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_page_holds(rule: Rule, case: Case, tmp_path: Path) -> None:
    with_path = set(case.files) != {DEFAULT_NAME}
    found = [_line(each, with_path) for each in findings(rule, case.files, tmp_path)]
    assert found == case.expected


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.fixable], ids=lambda rule: rule.code
)
def test_fix_gives_what_the_page_shows(rule: Rule, tmp_path: Path) -> None:
    files = failing(_sections(rule.code)["Fails"])[0].files
    found = findings(rule, files, tmp_path)
    after = {
        name: mended(text, [each for each in found if each.path == name])
        for name, text in files.items()
    }
    after |= {file.path: file.text for each in found if each.fix for file in each.fix.creates}
    for name, text in passing(_sections(rule.code)["Fixed"])[0].files.items():
        assert after[name] == text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_has_its_form(rule: Rule) -> None:
    text = page(rule)
    assert text is not None
    assert text.startswith(f"# {rule.code} {rule.name}\n\n")
    titles = list(_sections(rule.code))
    assert titles == [title for title in SECTIONS if title in titles], "unknown or out of order"
    assert {"Fails", "Passes"} <= set(titles)
    assert ("Fixed" in titles) == (rule.fixable is not None)
    assert ("Fix safety" in titles) == (rule.fixable is Safety.UNSAFE)
    assert ("Options" in titles) == bool(rule.options)
    if rule.code not in UNSHOWABLE:
        assert failing(_sections(rule.code)["Fails"])
    assert passing(_sections(rule.code)["Passes"])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_has_its_form(rule: Rule) -> None:
    file = Path(inspect.getfile(type(rule)))
    module = ast.parse(file.read_text("utf-8"))
    assert len(file.read_text("utf-8").splitlines()) < 80
    assert file.stem == rule.name.replace("-", "_")
    assert (ast.get_docstring(module) or "").startswith(f"{rule.code} {rule.name}: ")


def test_every_page_has_a_rule() -> None:
    package = Path(inspect.getfile(type(RULES[0]))).parent.parent
    pages = {path.with_suffix("") for path in package.glob("*/*.md")}
    modules = {Path(inspect.getfile(type(rule))).with_suffix("") for rule in RULES}
    assert pages == modules


def test_messages_are_a_clause() -> None:
    """It begins in lower case, or with a name that stands in the document."""
    messages = [
        (line.split(" ", 2)[2], case)
        for rule in RULES
        for case in failing(_sections(rule.code)["Fails"])
        for line in case.expected
    ]
    assert messages
    wrong = [
        text
        for text, case in messages
        if text.endswith(".")
        or not (text[0].islower() or text[0].isdigit() or _names_something(text, case))
    ]
    assert wrong == []


def _names_something(text: str, case: Case) -> bool:
    word = re.split(r"[\s.(,]", text, maxsplit=1)[0].strip("«»")
    return any(word in body for body in case.files.values())


def test_engine_and_pages_agree() -> None:
    declared = {
        rule.code: (rule.name, rule.severity) for rule in RULES if rule.code in ENGINE_RULES
    }
    assert declared == {code: (each.name, each.severity) for code, each in ENGINE_RULES.items()}
