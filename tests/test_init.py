"""`storagelint init`: what it writes into a project, and what it leaves as it is."""

from __future__ import annotations

import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Run, write

from storagelint.cli.init import forges, origins
from storagelint.cli.init.origins import Origin, origin_of
from storagelint.cli.init.pre_commit import FILES, HOOKS, pre_commit
from storagelint.cli.init.steps import Addition, Refused
from storagelint.cli.init.yaml_text import OddShapeError, with_item, with_key
from storagelint.config import Settings, find_settings, load
from storagelint.config.commented import EXAMPLES, commented_settings
from storagelint.kinds import kebab

NAMES = [each.name for each in fields(Settings)]
INDEX = Origin()
CLONED = Origin("https://git.example.com/tools/storagelint", "a" * 40)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty git checkout, which is also the working folder."""
    _git(tmp_path, "init", "--quiet")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("storagelint.cli.init.origin", lambda: CLONED)
    return tmp_path


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git/" not in str(path)
    }


def _uncommented(text: str) -> str:
    return "\n".join(
        line[1:] if line.startswith("#") and line[1:2].isalpha() else line
        for line in text.splitlines()
    )


def test_an_empty_project_is_set_up_once(checkout: Path, run: Run) -> None:
    outcome = run("init", "--ci", "github")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        "Created storagelint.toml.\n"
        "Created .pre-commit-config.yaml.\n"
        "Created .github/workflows/storagelint.yml.\n"
    )
    written = _files(checkout)
    again = run("init", "--ci", "github")
    assert (again.status, again.out) == (
        0,
        "storagelint.toml is set up already.\n"
        ".pre-commit-config.yaml is set up already.\n"
        ".github/workflows/storagelint.yml is set up already.\n"
        "Nothing to do.\n",
    )
    assert _files(checkout) == written
    assert run("check").status == 0


def test_a_check_goes_by_the_settings_that_were_written(checkout: Path, run: Run) -> None:
    run("init", "--ci", "none")
    write(checkout, {"docs/storage/backend-order.md": "# Orders\n"})
    assert "SL112" in run("check").out
    text = (checkout / "storagelint.toml").read_text("utf-8")
    (checkout / "storagelint.toml").write_text(
        text.replace("#ignore = []", 'ignore = ["SL1"]'), "utf-8"
    )
    assert "SL112" not in run("check").out


def test_the_settings_name_every_key_with_its_default() -> None:
    data = tomllib.loads(_uncommented(commented_settings()))
    assert list(data) == [kebab(name) for name in NAMES]
    assert tomllib.loads(commented_settings()) == {}


def test_the_settings_hold_when_they_are_uncommented(tmp_path: Path) -> None:
    write(tmp_path, {"storagelint.toml": _uncommented(commented_settings())})
    changed = load(tmp_path / "storagelint.toml").settings
    defaults = Settings()
    stated = {name: getattr(defaults, name) for name in NAMES}
    same = {name: value for name, value in stated.items() if value is not None}
    assert {name: getattr(changed, name) for name in same} == same


@pytest.mark.parametrize("key", EXAMPLES)
def test_each_example_holds(
    key: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"storagelint.toml": f"{key} = {EXAMPLES[key]}\n"})
    assert list(load(tmp_path / "storagelint.toml").origins) == [key]
    monkeypatch.chdir(tmp_path)
    if key not in ("rule-packs", "baseline"):  # What these name is not there.
        outcome = run("check")
        assert (outcome.status, "error" in outcome.err) == (0, False)


def test_keys_without_a_plain_default_have_an_example() -> None:
    data = tomllib.loads(_uncommented(commented_settings()))
    assert {key for key, value in data.items() if not value} <= EXAMPLES.keys()


PYPROJECTS = [
    '[project]\nname = "shop"  # ours\n',
    '[project]\r\nname = "shop"\r\n\r\n[tool.ruff]\r\nline-length = 90\r\n',
    "\n\ntool.ruff.line-length = 90",
    "[tool]\n[tool.x]\na = [\n  1, # one\n]",
    "",
]


@pytest.mark.parametrize("text", PYPROJECTS)
def test_a_pyproject_is_lengthened_and_all_its_bytes_stay(
    checkout: Path, run: Run, text: str
) -> None:
    path = checkout / "pyproject.toml"
    path.write_bytes(text.encode("utf-8"))
    assert run("init", "--ci", "none", "--no-pre-commit").out == (
        "Added storagelint to pyproject.toml.\n"
    )
    data = path.read_bytes()
    assert data.startswith(text.encode("utf-8"))
    assert tomllib.loads(data.decode("utf-8"))["tool"]["storagelint"] == {}
    assert data.count(b"\r\n") == (data.count(b"\n") if "\r\n" in text else 0)
    assert find_settings(checkout) == path
    assert run("init", "--ci", "none", "--no-pre-commit").out == (
        "pyproject.toml is set up already.\nNothing to do.\n"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tool = { ruff = { line-length = 90 } }\n", "no table can be added to its key tool"),
        ("tool = 1\n", "no table can be added to its key tool"),
        ("[project\n", "file is no TOML"),
    ],
)
def test_an_odd_pyproject_stays_as_it_is(checkout: Path, run: Run, text: str, reason: str) -> None:
    write(checkout, {"pyproject.toml": text})
    outcome = run("init", "--ci", "none")
    assert outcome.status == 2
    assert f"error: pyproject.toml: {reason}; to be added:\n\n[tool.storagelint]\n" in outcome.err
    assert (checkout / "pyproject.toml").read_text("utf-8") == text
    assert outcome.out == "Created .pre-commit-config.yaml.\n"


def test_settings_in_a_folder_above_are_those_of_the_project(
    checkout: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", "--ci", "none")
    (checkout / "docs").mkdir()
    monkeypatch.chdir(checkout / "docs")
    assert run("init", "--ci", "none").out == (
        "../storagelint.toml is set up already.\n"
        "../.pre-commit-config.yaml is set up already.\n"
        "Nothing to do.\n"
    )


def test_a_project_inside_of_a_checkout_has_its_own_settings(
    checkout: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = checkout / "shop: eu"
    (folder / "docs" / "storage").mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert run("init", "--ci", "github").out == (
        "Created storagelint.toml.\n"
        "Created ../.pre-commit-config.yaml.\n"
        "Created ../.github/workflows/storagelint.yml.\n"
    )
    text = (checkout / ".github/workflows/storagelint.yml").read_text("utf-8")
    steps = yaml.safe_load(text)["jobs"]["storagelint"]["steps"]
    assert steps[-1]["run"] == "storagelint check --output-format github 'shop: eu'"


HEAD = "# ours\nrepos:\n"
CONFIGS = {
    "indented": f"""{HEAD}\
  - repo: https://x.example/a
    rev: v1 # pinned
    hooks:
      - id: a
""",
    "flush": f"""{HEAD}\
- repo: https://x.example/a
  rev: v1
  hooks: [{{id: a}}]
fail_fast: true
""",
    "comments behind": f"""{HEAD}\
- repo: local
  hooks:
  - id: a
    # - id: b

# the rest
ci:
  skip: [a]
""",
    "no newline": f"{HEAD}- repo: local\n  hooks:\n  - id: a",
    "carriage returns": "repos:\r\n- repo: local\r\n  hooks:\r\n  - id: a\r\n",
    "block text": f"""{HEAD}\
- repo: local
  hooks:
  - id: a
    entry: |
      run
      it


ci: {{}}
""",
    "anchors": "files: &f '[.]py$'\nrepos:\n- repo: local\n  hooks:\n  - id: a\n    files: *f\n",
    "document marks": "---\nrepos:\n- repo: local\n  hooks:\n  - {id: a}\n...\n",
    "byte order mark": "\ufeffrepos:\n- repo: local\n  hooks: []\n",
}


@pytest.mark.parametrize("source", [INDEX, CLONED])
@pytest.mark.parametrize("text", CONFIGS.values(), ids=CONFIGS.keys())
def test_hooks_are_put_behind_those_that_are_there(
    tmp_path: Path, text: str, source: Origin
) -> None:
    path = tmp_path / ".pre-commit-config.yaml"
    path.write_bytes(text.encode("utf-8"))
    step = pre_commit(tmp_path, source)
    assert isinstance(step, Addition)
    longer = step.new.decode("utf-8")
    before, after = yaml.safe_load(text), yaml.safe_load(longer)
    added = after["repos"].pop()
    assert after == before
    assert [hook["id"] for hook in added["hooks"]] == ["storagelint-fix", "storagelint"]
    lines, rest = text.splitlines(), longer.splitlines()
    at = next(
        number for number, line in enumerate(rest) if number >= len(lines) or line != lines[number]
    )
    new = len(rest) - len(lines)
    assert rest[:at] + rest[at + new :] == lines
    path.write_bytes(step.new)
    assert not isinstance(pre_commit(tmp_path, source), Addition)


def test_comments_stay_with_the_hooks_that_they_are_about(tmp_path: Path) -> None:
    text = with_item(CONFIGS["comments behind"], "repos", "- repo: new\n")
    assert text.index("# - id: b") < text.index("- repo: new") < text.index("# the rest")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("repos: []\n", "repos is no list in lines of its own"),
        ("repos:\n", "repos is no list in lines of its own"),
        ("fail_fast: true\n", "key repos is missing"),
        ("{repos: [{repo: local, hooks: []}]}\n", "file holds no keys in lines of their own"),
        ("- repo: local\n", "file holds no keys in lines of their own"),
        ("", "file holds 0 documents"),
        ("repos:\n- repo: a\n---\nrepos:\n- repo: b\n", "file holds 2 documents"),
        ("repos:\n- repo: a\n  hooks: [\n", "file is no YAML in line 4"),
        ('repos:\n- "\\U99999999"\n', "file is no YAML"),
        ("repos: &all\n- repo: a\n", "repos is no plain list"),
        ("repos:\n- a: " + "[" * 300_000, "file has 300,012 characters"),
    ],
)
def test_hooks_of_an_odd_form_stay_as_they_are(
    checkout: Path, run: Run, text: str, reason: str
) -> None:
    path = checkout / ".pre-commit-config.yaml"
    path.write_bytes(text.encode("utf-8"))
    outcome = run("init", "--ci", "none")
    assert outcome.status == 2
    assert f"error: .pre-commit-config.yaml: {reason}" in outcome.err
    assert f"to be added:\n\n- repo: {CLONED.repository}\n" in outcome.err
    assert path.read_bytes() == text.encode("utf-8")


def test_yaml_that_unfolds_without_end_is_read_by_its_bytes(tmp_path: Path) -> None:
    levels = "".join(
        f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]\n" for level in range(1, 30)
    )
    text = f"l0: &l0 x\n{levels}repos:\n- repo: a\n"
    assert with_item(text, "repos", "- repo: b\n") == f"{text}- repo: b\n"


def test_the_hooks_are_those_of_the_repository() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    known = {hook["id"]: hook for hook in hooks}
    assert known.keys() == {hook.id for hook in HOOKS}
    for hook in HOOKS:
        assert (known[hook.id]["name"], known[hook.id]["entry"]) == (hook.name, hook.entry)
        assert known[hook.id]["files"] == FILES


@pytest.mark.parametrize(
    ("remote", "name"),
    [
        ("git@github.com:flowers/shop.git", ".github/workflows/storagelint.yml"),
        ("https://gitlab.example.com/flowers/shop.git", ".gitlab-ci.yml"),
        ("https://git.example.com/github/shop.git", None),
    ],
)
def test_a_remote_tells_the_forge(checkout: Path, run: Run, remote: str, name: str | None) -> None:
    _git(checkout, "remote", "add", "origin", remote)
    outcome = run("init", "--no-pre-commit")
    assert outcome.status == 0
    told = f"Created {name}." if name else "No pipeline: neither a remote nor a file tells"
    assert told in outcome.out
    pipelines = {".gitlab-ci.yml", ".github/workflows/storagelint.yml"}
    assert pipelines & _files(checkout).keys() == ({name} if name else set())


def test_files_tell_the_forge_where_no_remote_does(tmp_path: Path) -> None:
    assert forges.forge_of(tmp_path) is None
    write(tmp_path, {".gitlab-ci.yml": "a: {script: [x]}\n"})
    assert forges.forge_of(tmp_path) is forges.Forge.GITLAB
    (tmp_path / ".github").mkdir()
    assert forges.forge_of(tmp_path) is forges.Forge.GITHUB


def test_a_workflow_that_checks_already_is_enough(checkout: Path, run: Run) -> None:
    write(checkout, {".github/workflows/ci.yaml": "jobs: {a: {steps: [run: storagelint check]}}\n"})
    out = run("init", "--no-pre-commit").out
    assert ".github/workflows/ci.yaml is set up already.\n" in out
    assert [name for name in _files(checkout) if name.startswith(".github")] == [
        ".github/workflows/ci.yaml"
    ]


def test_a_gitlab_job_is_put_behind_the_others(checkout: Path, run: Run) -> None:
    text = "stages: [test] # one\n\nunit:\n  script:\n    - make test\n"
    write(checkout, {".gitlab-ci.yml": text})
    assert "Added storagelint to .gitlab-ci.yml." in run("init").out
    longer = (checkout / ".gitlab-ci.yml").read_text("utf-8")
    assert longer.startswith(text)
    job = yaml.safe_load(longer)["storagelint"]
    assert job["script"][0].startswith("pip install ")
    assert "Nothing to do." in run("init").out


def test_a_gitlab_file_of_an_odd_form_stays_as_it_is(checkout: Path, run: Run) -> None:
    write(checkout, {".gitlab-ci.yml": "{unit: {script: [make]}}\n"})
    outcome = run("init", "--no-pre-commit")
    assert outcome.status == 2
    assert "file holds no keys in lines of their own; to be added:\n\nstoragelint:\n" in outcome.err
    with pytest.raises(OddShapeError, match="holds 2 documents"):
        with_key("a: 1\n---\nb: 1\n", "c: 1\n")


def test_a_preview_writes_nothing(checkout: Path, run: Run) -> None:
    write(checkout, {".pre-commit-config.yaml": CONFIGS["indented"]})
    before = _files(checkout)
    plan = run("init", "--dry-run", "--ci", "github")
    assert (plan.status, plan.out) == (
        0,
        "Would create storagelint.toml.\n"
        "Would add storagelint to .pre-commit-config.yaml.\n"
        "Would create .github/workflows/storagelint.yml.\n",
    )
    shown = run("init", "--diff", "--ci", "github")
    assert shown.status == 1
    assert "+++ .pre-commit-config.yaml" in shown.out
    assert "+      - id: storagelint-fix" in shown.out
    assert _files(checkout) == before
    run("init", "--ci", "github")
    assert run("init", "--diff", "--ci", "github").status == 0


def test_links_that_lead_out_of_the_project_are_not_followed(
    checkout: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (checkout / ".github").symlink_to(outside)
    outcome = run("init", "--ci", "github")
    assert outcome.status == 2
    assert "storagelint.yml: link leads out of the project" in outcome.err
    assert list(outside.iterdir()) == []


def test_an_installation_tells_where_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = {
        "url": "https://user:hunter2@git.example.com/storagelint.git",
        "vcs_info": {"vcs": "git", "commit_id": "c0ffee"},
    }
    assert origin_of(note) == Origin("https://git.example.com/storagelint.git", "c0ffee")
    assert origin_of(note).requirement == "git+https://git.example.com/storagelint.git@c0ffee"
    assert origin_of({}) == origin_of(None) == origin_of({"url": "https://x/y.whl"}) == INDEX
    assert INDEX.requirement == f"git+{origins.UNKNOWN}"
    folder = {"url": tmp_path.as_uri(), "dir_info": {"editable": True}}
    assert origin_of(folder) == INDEX
    monkeypatch.setattr(origins, "remotes", lambda _folder: ["git@git.example.com:a/storagelint"])
    monkeypatch.setattr(origins, "commit", lambda _folder: "beef")
    assert origin_of(folder) == Origin("ssh://git@git.example.com/a/storagelint", "beef")
    monkeypatch.setattr(origins, "remotes", lambda _folder: ["/home/me/storagelint"])
    assert origin_of(folder) == INDEX


def test_hooks_of_a_repository_name_its_revision(tmp_path: Path) -> None:
    step = pre_commit(tmp_path, CLONED)
    assert isinstance(step, Addition)
    (entry,) = yaml.safe_load(step.new)["repos"]
    assert (entry["repo"], entry["rev"]) == (CLONED.repository, CLONED.revision)


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").mkdir()
    step = pre_commit(tmp_path, INDEX)
    assert isinstance(step, Refused)
    assert step.reason == "path is a directory, not a file"


def test_no_pipeline_installs_a_name_that_anybody_may_take(
    checkout: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storagelint.cli.init.origin", lambda: INDEX)
    outcome = run("init", "--ci", "gitlab")
    assert outcome.status == 0
    assert f"{origins.UNKNOWN} in .pre-commit-config.yaml and .gitlab-ci.yml" in outcome.err
    for name in (".pre-commit-config.yaml", ".gitlab-ci.yml"):
        text = (checkout / name).read_text("utf-8")
        assert f"git+{origins.UNKNOWN}" in text
        assert "storagelint==" not in text


@pytest.mark.parametrize(
    ("source", "revision"),
    [
        ("https://git.example.com/tools/storagelint", "main"),
        ("https://git.example.com/tools/storagelint@v1.2", "v1.2"),
        ("git@git.example.com:tools/storagelint.git", "main"),
        ("git@git.example.com:tools/storagelint.git@v1.2", "v1.2"),
    ],
)
def test_the_repository_may_be_named(checkout: Path, run: Run, source: str, revision: str) -> None:
    outcome = run("init", "--ci", "gitlab", "--source", source)
    assert (outcome.status, outcome.err) == (0, "")
    hooks = yaml.safe_load((checkout / ".pre-commit-config.yaml").read_text("utf-8"))
    job = yaml.safe_load((checkout / ".gitlab-ci.yml").read_text("utf-8"))["storagelint"]
    assert hooks["repos"][0]["rev"] == revision
    assert "git.example.com" in hooks["repos"][0]["repo"]
    assert job["script"][0] == f"pip install git+{hooks['repos'][0]['repo']}@{revision}"


@pytest.mark.parametrize("source", ["", "here", "file:///tmp/x", "--index-url=x", "a b"])
def test_a_source_that_is_no_address_is_refused(checkout: Path, run: Run, source: str) -> None:
    outcome = run("init", "--source", source)
    assert outcome.status == 2
    assert "--source is no address of a git repository" in outcome.err
    assert _files(checkout) == {}
