"""Settings: where they are found, what they may say, and how they fail."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from conftest import ROOT, Run, write

from storagelint.config import ConfigError, Settings, find_root, find_settings, load
from storagelint.kinds import kebab


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
thresholds = { p95 = 50 }
naming = { entity-number = "plural" }
synonyms = { columns = { field = ["member"] } }

[kinds.storage]
title-form = "Storage of <System>"

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
        ("ignor = []", "storagelint.toml:1: unknown key ignor, did you mean ignore?"),
        ("select = [\n", "storagelint.toml:2: "),
        ('a = 1\nfail-on = "x\n', "storagelint.toml:2: "),
        (
            'fail-on = "sometimes"',
            "fail-on: expected 'error', 'warning', 'info' or 'never', not \"sometimes\"",
        ),
        ("exclude = [3]", "toml:1: exclude: expected a text in quotes, not 3"),
        ('exclude = ["["]', "toml:1: exclude: pattern [ has a [ that no ] closes"),
        ('exclude = [""]', "toml:1: exclude: pattern is empty"),
        ('include = ["# all"]', "toml:1: include: pattern is a comment"),
        ('external-entities = ["*"]', 'toml:1: external-entities: "*" is no name'),
        ('external-entities = ["a*"]', 'toml:1: external-entities: "a*" is a pattern, and'),
        (
            'technology = "postgres://app:topf@db/x"',
            "toml:1: technology: expected the name of a technology, not an address",
        ),
        ("naming = 3", "toml:1: naming: expected a table of keys and values, not 3"),
        ('baseline = ""', "toml:1: baseline: path is empty"),
        (
            '[[kinds.storage.sections]]\nrole = "backup"\nlevel = "x"',
            'toml:1: kinds.storage.sections.level: expected a whole number, not "x"',
        ),
        ('include = ["../secret/*.md"]', "toml:1: include: pattern leaves the project with .."),
        ('include = ["*a*a*a*a*a*a*b"]', "toml:1: include: pattern has more than three wildcards"),
        ('baseline = "/etc/passwd"', "toml:1: baseline: path leaves the folder of the settings"),
        ('[per-file-ignores]\n"../a" = ["SL1"]', "toml:2: per-file-ignores: pattern leaves"),
        (
            "[kinds.storage]\npathes = []",
            "toml:2: unknown key kinds.storage.pathes, did you mean paths?",
        ),
        ('ignore = "SL201"', 'storagelint.toml:1: ignore: expected a list of texts, not "SL201"'),
        ("severity = 3", "severity: expected a table of keys and values, not 3"),
        ('include = ["!"]', "include: ! is no pattern of .gitignore"),
        ('exclude = ["[z-a]"]', "exclude: [z-a] is no pattern of .gitignore"),
        ('[kinds.log]\npaths = ["../*.md"]', "toml:2: kinds.log.paths: pattern leaves the project"),
        ('[kinds.log]\npaths = ["!"]', "toml:2: kinds.log.paths: ! is no pattern"),
        ('[kinds.log]\ntitle = "(("', "toml:2: kinds.log.title is no regular expression: missing"),
        (
            '[kinds.log.tables.field]\ncolumns = { field = "x" }',
            "toml:1: unknown role of a table kinds.log.tables.field, did you mean fields?",
        ),
        (
            '[kinds.log.tables.fields]\ncolumns = { feild = "x" }',
            "toml:2: unknown concept kinds.log.tables.fields.columns.feild, did you mean field?",
        ),
        (
            '[[kinds.storage.sections]]\nrole = "backup"\napplies = ["relation"]',
            "toml:3: unknown class of stores relation, did you mean relational?",
        ),
        (
            "thresholds = { p95 = [] }",
            ": thresholds.p95: expected a number or a text in quotes, not a list",
        ),
        (
            "slect = []\ntechnology = 3",
            "toml:1: unknown key slect, did you mean select?; line 2: technology: expected a text",
        ),
        ('# names\n[naming]\nfield-cases = "x"', "toml:3: unknown key naming.field-cases, did you"),
        ('[naming]\nfield_case = "snake_case"', "toml:2: unknown key naming.field_case, did you"),
        ('fail_on = "error"', "toml:1: unknown key fail_on, did you mean fail-on?"),
        (
            '[[kinds.log.sections]]\nrole = "backup"',
            "toml:1: kinds.log.sections.heading is missing",
        ),
        (
            "[kinds.storage]\nsections = 3",
            "toml:2: kinds.storage.sections: expected a list of tables, not 3",
        ),
        ("[kinds.storage]\nnaming = 3", "toml:2: kinds.storage.naming"),
        ("a = " + "[" * 5_000, "storagelint.toml: nests too deeply"),
    ],
)
def test_wrong_settings_name_the_file(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, {"storagelint.toml": text})
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / "storagelint.toml")
    assert message in str(caught.value)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("p59 = 50", "toml:2: thresholds.p59 is an option of no rule, did you mean p95?"),
        ("max_fields = 50", "is an option of no rule, did you mean max-fields?"),
        ('p95 = "50 ms"', "toml:2: thresholds.p95 is not a number"),
    ],
)
def test_thresholds_are_options_of_rules(project: Path, run: Run, text: str, message: str) -> None:
    write(project, {"storagelint.toml": f"[thresholds]\n{text}\n", "a.md": "# A\n"})
    outcome = run("check", "a.md")
    assert (outcome.status, outcome.out) == (2, "")
    assert message in outcome.err


def test_the_readme_has_a_line_for_every_key() -> None:
    readme = (ROOT / "README.md").read_text("utf-8").partition("\n## Settings\n")[2]
    readme = readme.partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", readme, re.MULTILINE)
    assert [key for key, _ in rows] == [kebab(each.name) for each in fields(Settings)]
    assert all(len(meaning) > 20 for _, meaning in rows)


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


def test_words_that_are_no_rule_are_reported(project: Path, run: Run) -> None:
    text = 'ignore = ["SL999"]\n[severity]\nmissing-kay = "info"\n'
    document = (
        "### orders\n\n| Field | Type | Constraints |\n| --- | --- | --- |\n| id | UUID | PK |\n"
    )
    write(project, {"storagelint.toml": text, "sub/docs/storage/a.md": document})
    for paths in ((), ("sub",)):
        found = run("check", *paths, "--select", "SL006", "-q")
        assert found.out.startswith("storagelint.toml:1:12: SL006 warning: setting names SL999")
        assert "storagelint.toml:3:1: SL006 warning: setting names missing-kay" in found.out
        assert "setting names" not in found.err
    outcome = run("check", "sub", "--select", "SL201")
    assert (outcome.status, outcome.out) == (0, "All checks passed.\n")
    assert outcome.err.startswith(
        "storagelint: warning: storagelint.toml:1: setting names SL999, which is no rule"
    )


def test_a_selection_of_no_rule_is_no_success(project: Path, run: Run) -> None:
    write(project, {"storagelint.toml": 'select = ["SL2O1"]\n'})
    outcome = run("check")
    assert (outcome.status, outcome.err) == (2, "storagelint: error: no rule is selected\n")
