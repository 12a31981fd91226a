"""What `make test` installs from npm to judge by: Mermaid, and the examples of CommonMark."""

from __future__ import annotations

import os
import re
from functools import cache

import pytest
from conftest import ROOT

FOLDER = ROOT / "build" / "peers"
EXAMPLES = 652
"""How many examples the specification of CommonMark has, version 0.31.2."""

_EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)


def require_peers() -> None:
    """Skip a test where they are not installed; fail it there if CI is set."""
    if (FOLDER / ".ready").exists():
        return
    log = FOLDER / "npm.log"
    said = log.read_text("utf-8").split("\n") if log.exists() else []
    why = next((line for line in said if "error" in line), "run `make test`")
    reason = f"nothing is installed below {FOLDER.relative_to(ROOT)}: {why}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@cache
def commonmark_examples() -> list[str]:
    """The Markdown of every example of the specification; it shows tabs as arrows."""
    require_peers()
    text = (FOLDER / "node_modules" / "commonmark-spec" / "spec.txt").read_text("utf-8")
    found = [example.replace("→", "\t") for example in _EXAMPLE.findall(text)]
    assert len(found) == EXAMPLES
    return found
