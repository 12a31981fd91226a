"""The registry: which rules it finds, and what it refuses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from conftest import Run, write

from storagelint.linting.registry import Registry, RegistryError, discover, page, summary

RULE = """
from storagelint.linting.rule import Rule, Severity

class {cls}(Rule):
    code = "{code}"
    name = "{name}"
    severity = Severity.INFO
"""


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path of imports, for installed packs; nothing else is installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    monkeypatch.setattr(
        metadata,
        "entry_points",
        lambda group: [
            EntryPoint(path.stem.partition("-")[0], path.read_text("utf-8").strip(), group)
            for path in sorted(folder.glob("*.point"))
        ],
    )
    yield folder
    for name in set(sys.modules) - before:
        if name.startswith("pack_"):
            del sys.modules[name]


def install(folder: Path, point: str, package: str, rules: dict[str, str]) -> None:
    """Install a pack: its entry point and its modules."""
    write(folder, {f"{point}.point": package, f"{package}/__init__.py": ""})
    write(folder, {f"{package}/{name}.py": text for name, text in rules.items()})


def rule(code: str, name: str, cls: str = "Found") -> str:
    return RULE.format(code=code, name=name, cls=cls)


def test_core_is_found_in_the_order_of_codes() -> None:
    found = discover()
    codes = [each.code for each in found.rules]
    assert codes == sorted(codes)
    assert found.by_name["missing-primary-key"].code == "SL201"
    assert found.broken == ()


def test_rules_are_found_in_folders_and_not_those_that_are_imported(packs: Path) -> None:
    base = rule("SL999", "base", "_Base")
    child = (
        "from pack_a.base import _Base\n\nclass Child(_Base):\n    code = 'SL998'\n    name = 'x'\n"
    )
    other = "from pack_a.group.child import Child\n" + rule("SL997", "other")
    install(packs, "core", "pack_a", {"base": base, "group/__init__": "", "group/child": child})
    write(packs, {"pack_a/group/other.py": other, "pack_a/not-a-module.py": "1 / 0"})
    assert [each.code for each in discover().rules] == ["SL997", "SL998"]


def test_third_party_packs_load_only_when_named(packs: Path) -> None:
    install(packs, "core", "pack_core", {"a": rule("SL201", "one")})
    install(packs, "extra", "pack_extra", {"b": rule("XY001", "two")})
    assert [each.code for each in discover().rules] == ["SL201"]
    assert "pack_extra" not in sys.modules
    assert [each.code for each in discover(["extra"]).rules] == ["SL201", "XY001"]
    with pytest.raises(RegistryError, match="rule pack extre is not installed, did you mean extra"):
        discover(["extre"])


@pytest.mark.parametrize(
    ("code", "name", "word"), [("SL201", "two", "SL201"), ("SL202", "one", "one")]
)
def test_two_rules_of_one_code_or_name_are_refused(
    packs: Path, code: str, name: str, word: str
) -> None:
    install(packs, "core", "pack_x", {"a": rule("SL201", "one"), "b": rule(code, name)})
    with pytest.raises(RegistryError, match=f"two rules are called {word}: pack_x.a and pack_x.b"):
        discover()


def test_two_packs_that_call_themselves_core_are_refused(packs: Path) -> None:
    install(packs, "core-1", "pack_one", {"a": rule("SL201", "one")})
    install(packs, "core-2", "pack_two", {"a": rule("SL202", "two")})
    with pytest.raises(RegistryError, match="several rule packs call themselves core"):
        discover()


def test_a_broken_module_stops_no_other(packs: Path) -> None:
    install(packs, "core", "pack_b", {"a": rule("SL201", "one"), "b": "1 / 0", "c": "def"})
    write(packs, {"pack_b/d.py": rule("201", "no-letters"), "pack_b/e.py": rule("SL202", "Bad")})
    found = discover()
    assert [each.code for each in found.rules] == ["SL201"]
    assert found.broken == (
        "rule module pack_b.b cannot be imported: ZeroDivisionError",
        "rule module pack_b.c cannot be imported: SyntaxError",
        "rule pack_b.d.Found has no code such as SL201",
        "rule SL202 has no name in kebab-case",
    )


def test_no_rules_is_an_error_and_never_clean(packs: Path, run: Run) -> None:
    with pytest.raises(RegistryError, match="no rules are installed"):
        discover()
    write(packs, {"design.md": "# Fine\n"})
    outcome = run("check", str(packs / "design.md"))
    assert (outcome.status, outcome.out) == (2, "")
    assert "no rules are installed" in outcome.err


def test_a_page_stands_beside_its_module(packs: Path) -> None:
    install(packs, "core", "pack_p", {"a": rule("SL201", "one"), "b": rule("SL202", "two")})
    text = "# SL201 one\n\nWhy it\nmatters.\n\n## Fails\n"
    write(packs, {"pack_p/a.md": text})
    first, second = discover().rules
    assert page(first) == text
    assert page(second) is None
    assert summary(text) == "Why it matters."


def test_words_find_rules() -> None:
    found = discover()
    assert found.find("sl201") is found.find("missing-primary-key")
    assert found.find("SL2") is None
    assert found.knows("SL2")
    assert found.knows("ALL")
    assert not found.knows("")
    assert not found.knows("SL2O1")
    assert found.nearest("missing-primry-key") == "missing-primary-key"
    assert Registry(()).nearest("SL201") is None
