"""A rule pack of a third party: built, installed, named in the settings, and only then loaded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, write
from test_pages import failing, findings, passing

from storagelint.linting.rule import Rule
from storagelint.markdown import parse
from storagelint.source import from_text

PACK = ROOT / "fixtures" / "pack"
DESIGN = "### invoices\n\n| Field | Type |\n| --- | --- |\n| id | UUID |\n"
SCRIPT = """
import sys
from storagelint.cli import run
status = run(sys.argv[1:])
print("loaded" if "house_rules" in sys.modules else "not loaded", file=sys.stderr)
sys.exit(status)
"""


@dataclass(frozen=True)
class Installed:
    """A project, and a folder of the path in which packs are installed."""

    site: Path
    project: Path

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of a command in the project."""
        done = subprocess.run(
            [sys.executable, "-P", "-c", SCRIPT, *arguments],
            cwd=self.project,
            env={
                **os.environ,
                "PYTHONPATH": str(self.site),
                "XDG_CACHE_HOME": str(self.site.parent / "cache"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


def build(source: Path, site: Path, work: Path) -> None:
    """Build the wheel of a pack without a network, and unpack it where it is imported from."""
    shutil.copytree(source, work)
    code = "import hatchling.build; print(hatchling.build.build_wheel('.'))"
    subprocess.run([sys.executable, "-c", code], cwd=work, check=True, capture_output=True)
    (wheel,) = work.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack") / "site"
    build(PACK, folder, folder.parent / "work")
    return folder


@pytest.fixture
def installed(site: Path, tmp_path: Path) -> Installed:
    write(tmp_path, {"a.md": DESIGN, "storagelint.toml": 'rule-packs = ["house"]\n'})
    return Installed(site, tmp_path)


def test_a_pack_that_is_named_is_loaded(installed: Installed) -> None:
    for _ in range(2):
        status, out, err = installed("check", "a.md", "--select", "HOUSE", "-q")
        assert (status, err) == (1, "loaded\n")
        message = "entity invoices has no field tenant_id"
        assert out == f"a.md:1:5: HOUSE001 warning: {message}\n"
    assert installed("rule", "missing-tenant")[1] == (
        PACK / "house_rules" / "missing_tenant.md"
    ).read_text("utf-8")


def test_its_rules_heed_settings_and_comments(installed: Installed) -> None:
    options = 'rule-packs = ["house"]\nthresholds.tenant-field = "id"\n'
    write(installed.project, {"storagelint.toml": options})
    assert installed("check", "a.md", "--select", "HOUSE")[0] == 0
    assert (
        'thresholds.tenant-field = "id"  # storagelint.toml:2\n' in installed("config", "show")[1]
    )
    write(installed.project, {"storagelint.toml": 'rule-packs = ["house"]\n'})
    silent = f"<!-- storagelint: ignore HOUSE001 the tenants themselves -->\n{DESIGN}"
    write(installed.project, {"a.md": silent})
    assert installed("check", "a.md", "--select", "HOUSE,SL005")[0] == 0


def test_a_pack_that_is_not_named_is_not_loaded(installed: Installed) -> None:
    write(installed.project, {"storagelint.toml": ""})
    status, out, err = installed("check", "a.md")
    assert (status, "HOUSE001" in out, err) == (0, False, "not loaded\n")
    status, out, err = installed("check", "a.md", "--select", "HOUSE001")
    assert status == 2
    assert "no rule is called HOUSE001" in err


def test_a_pack_that_is_missing_is_named_with_its_line(installed: Installed) -> None:
    write(installed.project, {"storagelint.toml": '\nrule-packs = ["hause"]\n'})
    status, out, err = installed("check", "a.md")
    assert (status, out) == (2, "")
    assert "storagelint.toml:2: rule pack hause is not installed, did you mean house?" in err


def test_two_packs_with_one_code_are_refused(
    installed: Installed, site: Path, tmp_path: Path
) -> None:
    other, both = tmp_path / "other", tmp_path / "both"
    shutil.copytree(PACK, other)
    (other / "house_rules").rename(other / "other_rules")
    for file in other.rglob("*.*"):
        text = file.read_text("utf-8").replace("house-rules", "other-rules")
        text = text.replace("house = ", "other = ").replace("house_rules", "other_rules")
        file.write_text(text.replace("HOUSE001", "SL201"), "utf-8")
    shutil.copytree(site, both)
    build(other, both, tmp_path / "work")
    write(installed.project, {"storagelint.toml": 'rule-packs = ["house", "other"]\n'})
    status, out, err = Installed(both, installed.project)("check", "a.md")
    assert (status, out) == (2, "")
    assert "storagelint.toml:1: two rules are called SL201: other_rules.missing_tenant and" in err


def test_its_page_holds(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(site))
    from importlib import import_module

    rule: Rule = import_module("house_rules.missing_tenant").MissingTenant()
    text = (PACK / "house_rules" / "missing_tenant.md").read_text("utf-8")
    sections = {each.title: each for each in parse(from_text(text)).sections}
    cases = failing(sections["Fails"]) + passing(sections["Passes"])
    assert len(cases) == 2
    for number, case in enumerate(cases):
        found = findings(rule, case.files, tmp_path / str(number))
        lines = [
            f"{each.span.line}:{each.span.column} {each.code} {each.message}" for each in found
        ]
        assert lines == case.expected
