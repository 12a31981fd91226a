"""The action for GitHub: its steps are what a runner can run, and take inputs for data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT, write

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
BAD = "### orders\n\n| Field | Type |\n| --- | --- |\n| total | INT |\n"


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ACTION["runs"]["steps"]
    return found


def check(project: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the last step as a runner does, with inputs beside the defaults."""
    step = steps()[-1]
    given = {name: str(each["default"]) for name, each in ACTION["inputs"].items()} | inputs
    values = {}
    for name, expression in step["env"].items():
        wanted = expression.removeprefix("${{ inputs.").removesuffix(" }}")
        values[name] = given[wanted]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=project,
        env={**os.environ, **values, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_step_puts_an_input_into_its_script() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in steps():
        assert "${{" not in step.get("run", "")
        assert "run" not in step or step["shell"] == "bash"


def test_the_readme_and_the_action_know_the_same_inputs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "uses: <this repository>@main" in readme
    for name in ("changed-since",):
        assert name in ACTION["inputs"]
        assert f"{name}:" in readme


def test_the_step_checks_the_project_and_fails_with_its_findings(project: Path) -> None:
    write(project, {"docs/storage/a.md": BAD, "b c.md": BAD})
    outcome = check(project)
    assert outcome.returncode == 1
    assert "::error file=docs/storage/a.md,line=1," in outcome.stdout
    assert "b c.md" not in outcome.stdout
    named = check(project, **{"paths": "b c.md\n", "fail-on": "never", "output-format": "text"})
    assert named.returncode == 0, named.stderr
    assert "b c.md:1:5: SL201 error: entity orders has no primary key" in named.stdout


def test_inputs_are_no_commands(project: Path) -> None:
    outcome = check(project, paths='$(touch bad)`touch bad`"; touch bad; "')
    assert outcome.returncode == 2
    assert not (project / "bad").exists()
