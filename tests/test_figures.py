"""The amounts that statements on running a store give."""

from __future__ import annotations

import pytest

from storagelint.kinds import builtin_kinds
from storagelint.markdown import parse
from storagelint.model import Figure
from storagelint.reading.operations import read_operations
from storagelint.reading.sections import read_sections
from storagelint.source import from_text

HOUR = 3600.0


def _figures(text: str, topic: str) -> list[Figure]:
    page = parse(from_text(text))
    sections = read_sections(page, builtin_kinds()["data-design"])
    return read_operations(page, sections.facts).figures.get(topic, [])


def _values(text: str, topic: str) -> list[float | None]:
    return [figure.value for figure in _figures(text, topic)]


@pytest.mark.parametrize(
    ("line", "rto", "rpo"),
    [
        ("RTO: 2 hours", [2 * HOUR], []),
        ("RTO 4 h, RPO 15 min", [4 * HOUR], [900.0]),
        ("A 4-hour RTO", [4 * HOUR], []),
        ("At most 5 minutes of data loss", [], [300.0]),
        ("RTO: 4 fortnoons", [None], []),
        ("RPO: -5 minutes", [], [-300.0]),
        ("RTO: as soon as possible", [], []),
    ],
)
def test_objectives(line: str, rto: list[float | None], rpo: list[float | None]) -> None:
    text = f"## Backup & Recovery\n\n- {line}\n"
    assert (_values(text, "rto"), _values(text, "rpo")) == (rto, rpo)


def test_a_cell_is_read_behind_the_name_of_its_row() -> None:
    text = "## Performance\n\n| Metric | Target |\n| --- | --- |\n| Query p95 | 250 ms |\n"
    (figure,) = _figures(text, "latency-target")
    assert (figure.value, figure.percentile, figure.span.line) == (250.0, 95.0, 5)


@pytest.mark.parametrize(
    ("line", "latency", "availability"),
    [
        ("95% of queries answer in under 80 ms, availability 99.95%", [80.0], [99.95]),
        ("Queries slower than 500 ms are logged", [], []),
        ("Uptime of 99.5 %", [], [99.5]),
        ("99% of requests answer in 200 ms", [200.0], []),
    ],
)
def test_targets(line: str, latency: list[float], availability: list[float]) -> None:
    text = f"## Performance\n\n- {line}\n"
    assert _values(text, "latency-target") == latency
    assert _values(text, "availability-target") == availability


@pytest.mark.parametrize(
    ("line", "factors"),
    [
        ("Headroom for a growth of 3x", [3.0]),
        ("Ten times the initial volume", [10.0]),
        ("The volume may grow tenfold", [10.0]),
        ("Growth of 2x per year", []),
    ],
)
def test_growth(line: str, factors: list[float]) -> None:
    assert _values(f"## Performance\n\n- {line}\n", "growth-target") == factors


def test_rhythms() -> None:
    text = "## Backup\n\n- Frequency: every 6 hours\n- Restores are tested every month\n"
    assert _values(text, "backup-frequency")[0] == 6 * HOUR
    assert _values(text, "restore-test") == [30 * 24 * HOUR]
