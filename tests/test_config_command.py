"""`storagelint config`: what is in force and where it was set, and the schema of what may be."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run, write
from jsonschema import Draft202012Validator

from storagelint.config import ConfigError, Settings, load, parse_settings
from storagelint.kinds import kebab
from storagelint.linting.options import known_options
from storagelint.linting.registry import discover

SETTINGS = """
fail-on = "error"
ignore = ["SL201"]

[per-file-ignores]
"docs/a=\\"b\\".md" = ["SL2"]

[kinds.log]
paths = ["log/*.md"]
tables = { fields = { columns = { field = "Name" } } }
[[kinds.log.sections]]
role = "backup"
heading = "Backup"

[naming]
field-case = "snake_case"
[thresholds]
p95 = 50
[synonyms.words]
yes = ["ano"]
"""


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    from storagelint.config.schema import json_schema

    found = json_schema(known_options(discover()))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def shown(run: Run, *arguments: str) -> dict[str, Any]:
    outcome = run("config", "show", "--output-format", "json", *arguments)
    assert (outcome.status, outcome.err) == (0, "")
    data: dict[str, Any] = json.loads(outcome.out)
    return data


def test_each_value_has_the_line_that_set_it(project: Path, run: Run) -> None:
    write(project, {"storagelint.toml": SETTINGS})
    data = shown(run)
    assert (data["version"], data["file"]) == (1, "storagelint.toml")
    lines = {each["key"]: each["line"] for each in data["settings"] if each["file"]}
    assert lines == {
        "fail-on": 2,
        "ignore": 3,
        'per-file-ignores."docs/a=\\"b\\".md"': 6,
        "kinds.log.paths": 9,
        "kinds.log.tables.fields.columns.field": 10,
        "kinds.log.sections": 11,
        "naming.field-case": 16,
        "thresholds.p95": 18,
        "synonyms.words.yes": 20,
    }
    values = {each["key"]: each["value"] for each in data["settings"]}
    assert values["thresholds.p95"] == 50
    assert values["thresholds.rto"] == 4
    assert values["baseline"] is None
    assert {key.partition(".")[0] for key in values} == {
        kebab(each.name) for each in fields(Settings)
    }


def test_the_text_is_a_settings_file_with_the_same_effect(project: Path, run: Run) -> None:
    write(project, {"storagelint.toml": SETTINGS})
    text = run("config", "show").out
    assert 'fail-on = "error"  # storagelint.toml:2\n' in text
    assert "select = []  # default\n" in text
    assert "# baseline is not set\n" in text
    again = parse_settings(tomllib.loads(text))
    before = load(project / "storagelint.toml").settings
    assert replace(again, thresholds={}) == replace(before, thresholds={})
    assert again.thresholds == {**known_options(discover()), "p95": 50}


def test_settings_are_shown_from_below_and_without_a_file(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"pyproject.toml": '[tool.storagelint]\nfail-on = "info"\n', "sub/a.md": ""})
    (project / "storagelint.toml").unlink()
    monkeypatch.chdir(project / "sub")
    assert 'fail-on = "info"  # ../pyproject.toml:2\n' in run("config", "show").out
    (project / "pyproject.toml").unlink()
    assert shown(run)["file"] is None
    assert 'fail-on = "warning"  # default\n' in run("config", "show").out


def test_no_secret_is_shown(project: Path, run: Run) -> None:
    write(project, {"storagelint.toml": 'external-entities = ["postgres://a:hunter2@db\\u001b"]'})
    for arguments in ((), ("--output-format", "json")):
        text = run("config", "show", *arguments).out
        assert "hunter2" not in text
        assert "\x1b" not in text


def test_the_schema_is_printed(project: Path, run: Run, schema: Draft202012Validator) -> None:
    outcome = run("config", "schema")
    assert (outcome.status, outcome.err) == (0, "")
    assert json.loads(outcome.out) == schema.schema


def test_the_schema_describes_every_key(schema: Draft202012Validator) -> None:
    properties = schema.schema["properties"]
    assert list(properties) == [kebab(each.name) for each in fields(Settings)]
    assert all(len(each["description"]) > 15 for each in properties.values())
    assert properties["fail-on"]["title"] == "Fail on"
    assert properties["thresholds"]["properties"]["p95"] == {"type": "number", "default": 100}
    for part in schema.schema["$defs"].values():
        assert part["additionalProperties"] is False
        for name, each in part["properties"].items():
            assert "description" in each or "$ref" in each or name in each["title"].lower(), name


GOOD = [
    SETTINGS,
    "",
    'technology = "PostgreSQL 16"\nbaseline = "ci/storagelint-baseline.json"',
    '[[kinds.storage.sections]]\nrole = "security"\nneed = "required"',
    'rule-packs = ["house"]\nselect = ["ALL"]\nseverity = { SL2 = "info" }',
    *(path.read_text("utf-8") for path in sorted((ROOT / "fixtures").rglob("storagelint.toml"))),
]


@pytest.mark.parametrize("text", GOOD)
def test_good_settings_are_valid(tmp_path: Path, schema: Draft202012Validator, text: str) -> None:
    write(tmp_path, {"storagelint.toml": text})
    assert load(tmp_path / "storagelint.toml").path is not None
    assert list(schema.iter_errors(tomllib.loads(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "ignor = []",
        'fail_on = "error"',
        'fail-on = "sometimes"',
        'ignore = "SL201"',
        "severity = 3",
        'severity = { SL2 = "fatal" }',
        "thresholds = { p95 = [] }",
        "technology = 3",
        '[naming]\nfield-case = "kebab-case"',
        "[naming]\nentity-case = 1",
        "[kinds.storage]\npathes = []",
        '[kinds.log]\nname = "x"',
        '[[kinds.log.sections]]\nrole = "backup"',
        '[kinds.log]\nneed = "required"',
        "[synonyms.colums]\nfield = []",
        '[synonyms.columns]\nfeild = ["x"]',
        "[synonyms.words]\nyes = 'x'",
        'baseline = "../known.json"',
        'baseline = "/known.json"',
        'baseline = "a/.."',
    ],
)
def test_bad_settings_are_invalid(tmp_path: Path, schema: Draft202012Validator, text: str) -> None:
    write(tmp_path, {"storagelint.toml": text})
    with pytest.raises(ConfigError):
        load(tmp_path / "storagelint.toml")
    assert list(schema.iter_errors(tomllib.loads(text)))


def test_options_are_written_in_kebab_case() -> None:
    assert [name for name in known_options(discover()) if name != kebab(name)] == []
