"""Settings: where they are found, what they may say, and how they fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, write

from storagelint.config import ConfigError, find_root, find_settings, load


def test_defaults_hold_without_a_file() -> None:
    loaded = load(None)
    assert loaded.settings.fail_on == "warning"
    assert loaded.origins == {}


def test_every_key_of_the_contract_is_read(tmp_path: Path) -> None:
    text = """
include = ["design/*.md"]
exclude = ["docs/storage/old/"]
select = ["SL2"]
ignore = ["SL201"]
extend-select = ["SL3"]
fail-on = "error"
technology = "PostgreSQL"
external-entities = ["accounts"]
rule-packs = []
baseline = "baseline.json"
per-file-ignores = { "docs/storage/legacy.md" = ["SL2"] }
severity = { SL201 = "info" }
thresholds = { p95 = "50 ms" }
naming = { entity_number = "plural" }
synonyms = { columns = { field = ["member"] } }

[kinds.storage]
title_form = "Storage of <System>"

[kinds.ledger]
paths = ["ledger/*.md"]
"""
    write(tmp_path, {"storagelint.toml": text})
    loaded = load(tmp_path / "storagelint.toml")
    kinds = loaded.settings.all_kinds()
    assert loaded.settings.per_file_ignores == {"docs/storage/legacy.md": ("SL2",)}
    assert kinds["storage"].title_form == "Storage of <System>"
    assert kinds["storage"].naming.entity_number == "plural"
    assert kinds["ledger"].matches("ledger/a.md")
    assert loaded.origins["fail-on"] == str(tmp_path / "storagelint.toml")


def test_a_section_of_a_kind_can_be_changed_alone(tmp_path: Path) -> None:
    text = (
        '[[kinds.storage.sections]]\nrole = "security"\nheading = "Security"\nneed = "required"\n'
    )
    write(tmp_path, {"storagelint.toml": text})
    before = load(None).settings.all_kinds()["storage"]
    after = load(tmp_path / "storagelint.toml").settings.all_kinds()["storage"]
    assert len(after.sections) == len(before.sections)
    security = after.section("security")
    assert security is not None
    assert security.need == "required"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ignor = []", "storagelint.toml: unknown key ignor, did you mean ignore?"),
        ("select = [\n", "storagelint.toml:2: "),
        ('a = 1\nfail-on = "x\n', "storagelint.toml:2: "),
        ('fail-on = "sometimes"', "fail-on: Input should be"),
        ('include = ["../secret/*.md"]', "pattern leaves the project with .."),
        ('include = ["*a*a*a*a*a*a*b"]', "more than three wildcards"),
        ("[kinds.storage]\npathes = []", "unknown key pathes, did you mean paths?"),
        ("a = " + "[" * 5_000, "storagelint.toml: nests too deeply"),
    ],
)
def test_wrong_settings_name_the_file(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, {"storagelint.toml": text})
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "storagelint.toml")
    assert message in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_the_nearest_file_upwards_wins(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pyproject.toml": "[tool.storagelint]\n",
            "a/pyproject.toml": "[project]\n",
            "a/b/storagelint.toml": "",
            "a/c/x.md": "",
        },
    )
    assert find_settings(tmp_path / "a" / "b") == tmp_path / "a" / "b" / "storagelint.toml"
    assert find_settings(tmp_path / "a" / "c") == tmp_path / "pyproject.toml"
    assert find_root(tmp_path / "a" / "c") == tmp_path


def test_wrong_settings_exit_2_without_a_traceback(project: Path, run: Run) -> None:
    write(project, {"storagelint.toml": "slect = []\n"})
    outcome = run("check")
    assert outcome.status == 2
    assert outcome.out == ""
    assert "unknown key slect, did you mean select?" in outcome.err
    assert len(outcome.err.splitlines()) == 1
