"""Promise 15: no regular expression is slow on 100,000 hostile characters.

Every pattern of the engine, the rules, the vocabulary and the kinds is run by the methods that it
is used by, on texts made of its own parts and on general ones. The limit holds for a machine
that runs `_calibration` in `REFERENCE` seconds; for a slower one it is longer by as much. What
exceeds it is measured again twice, and the best counts, so that a busy machine fails nothing.
The ordinary run takes every sixteenth text of each pattern; `make promises` takes all.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pattern_attacks import attacks
from pattern_uses import uses

LIMIT = 0.05
"""Seconds of the processor."""
REFERENCE = 0.01
GIVEN_UP = 1.0
"""Seconds after which a matcher is stopped."""
WHOLE = bool(os.environ.get("STORAGELINT_PROMISES"))
STEP = 1 if WHOLE else 16
SLACK = 1 if WHOLE else 3
"""How much longer a busy machine may take; what is not linear takes a hundred times as long."""
USES = sorted((source, flags, sorted(methods)) for (source, flags), methods in uses().items())
PARTS = 8


def _calibration() -> float:
    """Seconds that a fixed search takes on this machine."""
    text = "ab1 " * 100_000
    start = time.process_time()
    re.compile(r"(?<!\w)(?:abc|ab1x|zero|one)(?!\w)").search(text)
    return time.process_time() - start


def slowness() -> float:
    """How many times slower than the reference this machine is; at least 1."""
    return max(1.0, min(_calibration() for _ in range(3)) / REFERENCE)


class TooLong(Exception):
    """A matcher was stopped."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(compiled: re.Pattern[str], method: str, text: str) -> float:
    """The processor's time for one text; `GIVEN_UP` at most, or little more."""
    start = time.process_time()
    try:
        with stopped_after(GIVEN_UP):
            match method:
                case "finditer":
                    for _ in compiled.finditer(text):
                        pass
                case "search":
                    compiled.search(text)
                case "match":
                    compiled.match(text)
                case "fullmatch":
                    compiled.fullmatch(text)
    except TooLong:
        return GIVEN_UP
    return time.process_time() - start


def best(compiled: re.Pattern[str], method: str, text: str) -> float:
    """As `seconds`, the least of three where the first is too long."""
    taken = seconds(compiled, method, text)
    if LIMIT < taken < GIVEN_UP:
        taken = min(taken, *(seconds(compiled, method, text) for _ in range(2)))
    return taken


@pytest.mark.parametrize("part", range(PARTS))
def test_15_every_pattern_is_linear(part: int) -> None:
    slow, texts, slowest = [], 0, 0.0
    for source, flags, methods in USES[part::PARTS]:
        compiled = re.compile(source, flags)
        for number, text in enumerate(attacks(compiled)):
            if (number + len(source)) % STEP:
                continue
            texts += 1
            for method in methods:
                taken = best(compiled, method, text)
                slowest = max(slowest, taken)
                if taken > LIMIT and taken > LIMIT * SLACK * slowness():
                    slow.append(f"{taken * 1000:.0f} ms: {method} of {source!r} in {text[:60]!r}")
    patterns = len(USES[part::PARTS])
    print(f"{patterns} patterns, {texts} texts of 100,000, slowest {slowest * 1000:.0f} ms")
    assert slow == []


def test_a_slow_pattern_is_noticed() -> None:
    compiled = re.compile(r"\s*[-*]?\s*x")
    assert any(best(compiled, "match", text) >= GIVEN_UP for text in attacks(compiled))
