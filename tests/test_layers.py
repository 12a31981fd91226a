"""Each stage imports only what stands to its left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "storagelint"
RULES = PACKAGE.parent / "rules" / "storagelint_rules"
STAGES = [
    "patterns",
    "source",
    "disk",
    "markdown",
    "vocabulary",
    "kinds",
    "model",
    "reading",
    "judging",
    "generating",
    "config",
    "linting",
    "fixing",
    "history",
    "reporting",
    "cli",
]
"""The way of the data; a stage may import itself and what stands before it."""
FENCED = {"markdown_it": "markdown/", "sqlglot": "reading/schemas/sql"}
"""Library -> the only place of the engine that may import it."""
RULE_API = {
    "storagelint.linting.incomplete_store",
    "storagelint.linting.rule",
    "storagelint.linting.unstated",
    "storagelint.linting.written_code",
    "storagelint.generating",
    "storagelint.judging",
    "storagelint.model",
    "storagelint.markdown",
}
RULE_DATA = {
    "storagelint.kinds",
    "storagelint.patterns",
    "storagelint.source",
    "storagelint.vocabulary",
}


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                if module == "storagelint":
                    yield from (f"storagelint.{name.name}" for name in names)
                else:
                    yield module


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _stage(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "storagelint" and len(parts) > 1 else None


@pytest.mark.parametrize("file", _modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_stage_imports_what_stands_to_its_left(file: Path) -> None:
    here = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if here == "__init__":
        assert list(_imports(file)) == []
        return
    stages = {
        stage for name in _imports(file) if (stage := _stage(name)) not in (None, "__version__")
    }
    assert here in STAGES
    late = {stage for stage in stages if stage and STAGES.index(stage) > STAGES.index(here)}
    assert late == set()


@pytest.mark.parametrize(("library", "place"), FENCED.items())
def test_library_stays_in_its_place(library: str, place: str) -> None:
    users = [
        str(file.relative_to(PACKAGE))
        for file in _modules()
        if any(name.split(".")[0] == library for name in _imports(file))
    ]
    assert [user for user in users if not user.startswith(place)] == []


def test_what_writes_files_needs_nothing_of_the_engine() -> None:
    names = _imports(PACKAGE / "fixing" / "write.py")
    assert [name for name in names if _stage(name) is not None] == []


def test_engine_never_imports_the_rules() -> None:
    text = [file.name for file in _modules() if "storagelint_rules" in set(_roots(file))]
    assert text == []


def test_rules_import_only_the_rule_api() -> None:
    allowed = RULE_API | RULE_DATA
    for file in sorted(RULES.rglob("*.py")):
        for name in _imports(file):
            if name.startswith("storagelint."):
                assert any(f"{name}.".startswith(f"{each}.") for each in allowed), f"{file}: {name}"


def test_rules_see_the_disk_through_the_project_only() -> None:
    """What a rule learns of the disk must be known to the cache, so that no finding is stale."""
    stages = [*RULES.rglob("*.py"), *(PACKAGE / "judging").rglob("*.py")]
    stages += (PACKAGE / "reading" / "components").rglob("*.py")
    for file in stages:
        names = set(_imports(file))
        assert names.isdisjoint({"os", "io", "glob", "shutil", "subprocess"}), file
        assert "storagelint.disk" not in names, file
        tree = ast.parse(file.read_text("utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        called = {call.id for call in calls if isinstance(call, ast.Name)}
        assert called.isdisjoint({"open", "Path"}), file
        imported = {
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "storagelint.source"
            for name in node.names
        }
        assert imported.isdisjoint({"read", "load"}), file


def _roots(file: Path) -> Iterator[str]:
    return (name.split(".")[0] for name in _imports(file))
