"""A checkout -> the pipeline of its forge, which checks the designs of each change."""

from __future__ import annotations

import json
import shlex
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from storagelint.cli.init.origins import Origin
from storagelint.cli.init.steps import Addition, Kept, Setup, read_text
from storagelint.cli.init.yaml_file import lengthened
from storagelint.cli.init.yaml_text import with_key
from storagelint.history.checkout import remotes
from storagelint.patterns import pattern

WORKFLOWS = ".github/workflows"
GITLAB = ".gitlab-ci.yml"
_PLAIN = pattern(r"[A-Za-z][\w./+~%@=-]*(?::[\w./+~%@=-]+| [\w./+~%@=:$>\"-]+)*\Z")
"""What YAML takes for a text without quotes."""


class Forge(StrEnum):
    """Where a pipeline runs."""

    GITHUB = "github"
    GITLAB = "gitlab"


def forge_of(checkout: Path) -> Forge | None:
    """The forge that a checkout's remotes name, else the one whose files it has."""
    for address in remotes(checkout):
        host = (urlsplit(address).hostname or address.partition(":")[0]).casefold()
        for forge in Forge:
            if forge in host:
                return forge
    if (checkout / ".github").is_dir():
        return Forge.GITHUB
    return Forge.GITLAB if (checkout / GITLAB).exists() else None


def pipeline(forge: Forge, checkout: Path, below: str, origin: Origin) -> Setup:
    """What is to be done for a forge. `below` is the project's folder in the checkout, or empty."""
    if forge is Forge.GITHUB:
        return _workflow(checkout, below, origin)
    return _job(checkout, below, origin)


def _workflow(checkout: Path, below: str, origin: Origin) -> Setup:
    folder = checkout / WORKFLOWS
    path = folder / "storagelint.yml"
    known = [path, *(each for each in sorted(folder.glob("*.y*ml")) if _speaks_of_it(each))]
    there = [each for each in known if each.exists() or each.is_symlink()]
    if there:
        return Kept(there[0])
    install = _scalar(f"pip install {origin.requirement}")
    summary = _check(below, "--exit-zero --output-format markdown")
    notes = _check(below, "--output-format github")
    text = f"""\
name: storagelint

on: [push, pull_request]

permissions:
  contents: read

jobs:
  storagelint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: {install}
      - run: {_scalar(f'{summary} >> "$GITHUB_STEP_SUMMARY"')}
      - run: {_scalar(notes)}
"""
    return Addition(path, None, text.encode("utf-8"))


def _job(checkout: Path, below: str, origin: Origin) -> Setup:
    check = _check(below, "--output-format gitlab --output-file storagelint.json")
    job = f"""\
storagelint:
  image: python:3.12
  script:
    - {_scalar(f"pip install {origin.requirement}")}
    - {_scalar(check)}
  artifacts:
    when: always
    reports:
      codequality: storagelint.json
"""
    return lengthened(checkout / GITLAB, job, job, lambda text: with_key(text, job))


def _speaks_of_it(path: Path) -> bool:
    read = read_text(path)
    return not isinstance(read, str) and "storagelint check" in read[1]


def _check(below: str, options: str) -> str:
    return f"storagelint check {options}{f' {shlex.quote(below)}' if below else ''}"


def _scalar(text: str) -> str:
    """A text as YAML, in quotes where it needs them."""
    return text if _PLAIN.match(text) else json.dumps(text)
