"""Statements on running a store -> the amounts that they give: durations, latencies, shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from storagelint.model import Figure, Statement
from storagelint.patterns import pattern
from storagelint.reading.words.quantities import (
    availability,
    duration,
    factor,
    growth,
    interval,
    latency,
)

_PART = pattern(r"[;；、。]|[,，](?!\d)|\s[-–—]\s|\.\s")
_NAMES: dict[str, re.Pattern[str]] = {
    "rto": pattern(
        r"(?<![^\W_])rto(?![^\W_])|recovery time|restored? (?:with)?in\b"
        r"|recover(?:y|ed)? (?:with)?in\b"
        r"|恢复时间|復旧時間|복구 시간|время восстановления",
        re.IGNORECASE,
    ),
    "rpo": pattern(
        r"(?<![^\W_])rpo(?![^\W_])|recovery point|data loss|\b(?:may|can|could|might) be lost\b"
        r"|\blose (?:up to|at most|no more)\b"
        r"|恢复点|数据丢失|復旧時点|データ損失|복구 지점|потер[яи] данных",
        re.IGNORECASE,
    ),
}
"""Objectives that often share a sentence, by what they are called there."""
_LABEL_LENGTH = 64
_AVAILABLE = pattern(
    r"availab|uptime|(?<![^\W_])sl[ao](?![^\W_])|可用|稼働率|가용성|доступн|disponib|verfügbar",
    re.IGNORECASE,
)
_QUERIES = pattern(
    r"(?<![^\W_\d])ms\b|quer|request|read|write|latency|percentile|respon|hit|load|cpu|disk|full",
    re.IGNORECASE,
)
_GROWS = pattern(
    r"grow|headroom|capacity|volume|scal|增长|成長|増加|성장|рост|crec|cresc|wachs|croiss",
    re.IGNORECASE,
)
_TIMES = pattern(r"[x×倍배]|times|fold", re.IGNORECASE)
_RESPONDS = pattern(
    r"(?<![^\W_])p\d\d|percentile|\d\s?%|latency|response time|respon[ds]|answer|quer(?:y|ies)\b"
    r"|lookup|延迟|响应|応答|レイテンシ|응답|지연|задержк|отклик|ответ|latenc|latên|latenz|antwort|réponse",
    re.IGNORECASE,
)
_OTHER_TIME = pattern(
    r"slow|longer than|timeout|time-out|over \d|above \d|exceed|log_min|logged|alert|ttl"
    r"|cache|every|batch|report|export|import|backup|lag|慢|超过|遅い|느린|медлен|lent",
    re.IGNORECASE,
)


def read_figures(topics: Mapping[str, list[Statement]]) -> dict[str, list[Figure]]:
    """Topic -> the figures of its statements; topics without figures are left out."""
    found: dict[str, list[Figure]] = {}
    for topic, read in _READERS.items():
        figures = [each for said in topics.get(topic, ()) for each in read(topic, said)]
        if figures:
            found[topic] = figures
    return found


def _duration(topic: str, said: Statement) -> Iterator[Figure]:
    amount = duration(_about(topic, said.text))
    if amount is not None:
        yield Figure(said.span, amount.text, amount.seconds)


def _about(topic: str, text: str) -> str:
    """The part of a text that speaks of an objective where another one stands beside it."""
    own = _NAMES[topic].search(text) if topic in _NAMES else None
    if own is None:
        label, _, value = text.partition(":")
        return value if value and len(label) <= _LABEL_LENGTH else text
    others = [
        match for name, words in _NAMES.items() if name != topic for match in words.finditer(text)
    ]
    if not others:
        behind = text[own.end() :]
        return behind if duration(behind) else text
    ends = [match.start() for match in others if match.start() >= own.end()]
    behind = text[own.end() : min(ends, default=len(text))]
    if duration(behind):
        return behind
    before = [part.end() for part in _PART.finditer(text, 0, own.start())]
    return text[max(before, default=0) : own.start()] or behind


def _interval(_topic: str, said: Statement) -> Iterator[Figure]:
    seconds = interval(said.text)
    if seconds is not None:
        yield Figure(said.span, said.text, seconds)


def _latency(_topic: str, said: Statement) -> Iterator[Figure]:
    for part in _PART.split(said.text):
        if _OTHER_TIME.search(part) or not _RESPONDS.search(part):
            continue
        found = latency(part)
        if found is not None:
            yield Figure(said.span, part.strip(), found.milliseconds, found.percentile)


def _availability(_topic: str, said: Statement) -> Iterator[Figure]:
    for part in _PART.split(said.text):
        share = availability(part)
        if share is not None and (_AVAILABLE.search(part) or not _QUERIES.search(part)):
            yield Figure(said.span, part.strip(), share)


def _growth(_topic: str, said: Statement) -> Iterator[Figure]:
    if not _TIMES.search(said.text):
        return
    for part in _PART.split(said.text):
        times = factor(part)
        if times is not None and _GROWS.search(part) and growth(part) is None:
            yield Figure(said.span, part.strip(), times)


_READERS: dict[str, Callable[[str, Statement], Iterator[Figure]]] = {
    "rto": _duration,
    "rpo": _duration,
    "backup-retention": _duration,
    "backup-frequency": _interval,
    "restore-test": _interval,
    "latency-target": _latency,
    "availability-target": _availability,
    "growth-target": _growth,
}
