"""Document -> how often it is backed up, what lies between, and how critical its data is."""

from __future__ import annotations

import re

from storagelint.model.document import Document
from storagelint.patterns import pattern
from storagelint.reading.words.quantities import interval

_DENIED = pattern(
    r"(?:recovery|restores?|pitr)\*{0,4}\W{0,6}(?:no|none|not|unavailable|disabled|off)\b"
    r"|\b(?:no|without) (?:point.in.time|pitr)|\bnot (?:supported|available|needed|possible)\b",
    re.IGNORECASE,
)
_LOG = pattern(
    r"\b(?:transaction |archived? |redo )?logs?[ -](?:backups?|ship|archiv)|\bwal\b"
    r"|\bbin(?:ary )?log|\boplog|日志备份|日誌備份|ログバックアップ|로그 백업|журнал",
    re.IGNORECASE,
)
_LEVELS: dict[str, re.Pattern[str]] = {
    "standard": pattern(
        r"(?:non|not)[ -](?:\w+[ -])?critical|criticality\W{1,6}(?:low|standard)|\btier[ -]?[34]\b"
        r"|非关键|(?:重要度|关键性|중요도)\W{1,4}(?:低|낮)",
        re.IGNORECASE,
    ),
    "critical": pattern(
        r"(?:mission|business)[ -]critical|criticality\W{1,6}(?:critical|high|highest)"
        r"|\btier[ -]?[01]\b|关键业务|核心业务|ミッションクリティカル"
        r"|(?:重要度|关键性|중요도)\W{1,4}(?:高|높)",
        re.IGNORECASE,
    ),
    "important": pattern(
        r"criticality\W{1,6}(?:important|medium|moderate)|\btier[ -]?2\b"
        r"|(?:重要度|关键性|중요도)\W{1,4}(?:中|중)",
        re.IGNORECASE,
    ),
}
"""Level -> how it is said; the first one that is said counts."""


def backup_interval(document: Document) -> float | None:
    """The seconds between two backups, of several schedules the shortest; 0 is continuous."""
    figures = document.operations.figures.get("backup-frequency", ())
    return min((each.value for each in figures if each.value is not None), default=None)


def log_interval(document: Document) -> float | None:
    """The seconds between two backups of the log that brings data back to any moment.

    None where the document does not give it, or cannot recover a moment between two backups.
    """
    if not is_between_recoverable(document):
        return None
    said = document.operations.topics.get("backup-frequency", ())
    logs = (interval(each.text) for each in said if _LOG.search(each.text))
    return min((each for each in logs if each is not None), default=None)


def is_between_recoverable(document: Document) -> bool:
    """Whether it says that a moment between two backups can be recovered, and does not deny it."""
    between = document.operations.topics.get("point-in-time-recovery", ())
    return any(not _DENIED.search(said.text) for said in between)


def criticality(document: Document) -> str | None:
    """critical, important or standard, as the document declares its data, or None."""
    for said in document.operations.topics.get("criticality", ()):
        for level, words in _LEVELS.items():
            if words.search(said.text):
                return level
    return None
