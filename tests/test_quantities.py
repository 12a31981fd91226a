"""Amounts as people write them, in several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storagelint.reading.words import quantities
from storagelint.reading.words.quantities import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    WEEK,
    YEAR,
    availability,
    duration,
    growth,
    interval,
    latency,
    percentage,
    rate,
    row_count,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4 hours", 4 * HOUR),
        ("< 4h", 4 * HOUR),
        ("at most 15 min", 15 * MINUTE),
        ("PT15M", 15 * MINUTE),
        ("P1DT2H", DAY + 2 * HOUR),
        ("30天", 30 * DAY),
        ("5 分钟", 5 * MINUTE),
        ("90日間", 90 * DAY),
        ("2시간", 2 * HOUR),
        ("2 недели", 2 * WEEK),
        ("24 giờ", DAY),
        ("3 meses", 3 * MONTH),
        ("7 ans", 7 * YEAR),
        ("an hour", HOUR),
        ("thirty minutes", 30 * MINUTE),
        ("1,5 Stunden", 1.5 * HOUR),
        ("zero", 0.0),
        ("90-day window", 90 * DAY),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    found = duration(text)
    assert found is not None
    assert found.valid
    assert found.seconds == pytest.approx(seconds)
    assert text[found.start : found.end] == found.text


def test_a_duration_that_is_none_is_told_from_no_duration() -> None:
    unknown, negative = duration("4 parsecs"), duration("-5 minutes")
    assert unknown is not None
    assert (unknown.seconds, unknown.valid) == (None, False)
    assert negative is not None
    assert (negative.seconds, negative.valid) == (-300.0, False)
    assert duration("as soon as possible") is None
    assert duration("see 3 runbooks in the wiki") is None
    assert duration("since 2021年") is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,000,000", 1e6),
        ("1.000.000", 1e6),
        ("1 000 000 строк", 1e6),
        ("1.2M", 1.2e6),
        ("10k rows", 1e4),
        ("~5 million", 5e6),
        ("2 亿", 2e8),
        ("50万", 5e5),
        ("2千万", 2e7),
        ("12 тыс. строк", 12e3),
        ("3 triệu", 3e6),
        ("1e6", 1e6),
        ("250", 250),
        ("many", None),
        ("5%", None),
    ],
)
def test_row_counts(text: str, rows: float | None) -> None:
    assert row_count(text) == rows


@pytest.mark.parametrize(
    ("text", "per_second"),
    [
        ("150/s", 150),
        ("120 req/s", 120),
        ("> 100 rps", 100),
        ("High (1k QPS)", 1000),
        ("5000/min", 5000 / 60),
        ("1M/day", 1e6 / DAY),
        ("200 requests per second", 200),
        ("10 queries a minute", 10 / 60),
        ("每秒 200", 200),
        ("100 次/秒", 100),
        ("秒間100回", 100),
        ("50 запросов/с", 50),
        ("High", None),
        ("5 tables", None),
    ],
)
def test_rates(text: str, per_second: float | None) -> None:
    found = rate(text)
    assert found == (None if per_second is None else pytest.approx(per_second))


@pytest.mark.parametrize(
    ("text", "after_a_year"),
    [
        ("10% a year", 1_100),
        ("5% a month", 1_000 * 1.05 ** (YEAR / MONTH)),
        ("20% YoY", 1_200),
        ("2x per year", 2_000),
        ("+1M rows per year", 1_001_000),
        ("1000/day", 366_000),
        ("每月增长 5%", 1_000 * 1.05 ** (YEAR / MONTH)),
    ],
)
def test_growth(text: str, after_a_year: float) -> None:
    found = growth(text)
    assert found is not None
    assert found.after(1_000, YEAR) == pytest.approx(after_a_year)


def test_growth_needs_a_period() -> None:
    assert growth("5%") is None
    assert growth("slow") is None


def test_latencies() -> None:
    assert latency("p95 < 100 ms") == (100.0, 95.0)
    assert latency("95% of queries in under 100 ms") == (100.0, 95.0)
    assert latency("P99.9: 1.5 s") == (1500.0, 99.9)
    assert latency("95th percentile under 80 ms") == (80.0, 95.0)
    assert latency("响应时间 50毫秒") == (50.0, None)
    assert latency("fast") is None


def test_percentages_and_availability() -> None:
    assert percentage("99,9 %") == 99.9
    assert percentage("-3%") == -3.0
    assert percentage("none") is None
    assert availability("5% error budget, 99.95% uptime") == 99.95
    assert availability("uptime of 99.9 percent") == 99.9
    assert availability("5%") is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("hourly", HOUR),
        ("daily at 02:00", DAY),
        ("every 6 hours", 6 * HOUR),
        ("continuous WAL archiving", 0.0),
        ("twice a day", DAY / 2),
        ("weekly full, incremental every 15 min", 15 * MINUTE),
        ("each night", DAY),
        ("每天", DAY),
        ("每6小时", 6 * HOUR),
        ("6時間ごと", 6 * HOUR),
        ("毎日", DAY),
        ("매일", DAY),
        ("ежедневно", DAY),
        ("diario", DAY),
        ("wöchentlich", WEEK),
        ("cada 12 horas", 12 * HOUR),
        ("whenever we remember", None),
    ],
)
def test_intervals(text: str, seconds: float | None) -> None:
    assert interval(text) == seconds


READERS = (
    duration, row_count, rate, percentage, availability, growth, latency, interval
)  # fmt: skip


@given(st.text(max_size=200) | st.text("0123456789.,-+%/ kMsPTyeach每日", max_size=60))
def test_no_text_is_refused(text: str) -> None:
    assert quantities.number("12") == 12
    for reader in READERS:
        reader(text)
    found = growth(text)
    if found is not None:
        assert found.after(1e6, 100 * YEAR) is not None
