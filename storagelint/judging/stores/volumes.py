"""Volumes -> what of them is no number, names nothing, or is planned for too little growth."""

from __future__ import annotations

import re

from storagelint.model.document import Document
from storagelint.model.facts import Figure, Volume
from storagelint.patterns import pattern

_COUNTED = pattern(
    r"[\d一二两三四五六七八九十百千万亿億]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|double[sd]?|triple[sd]?|half)\b",
    re.IGNORECASE,
)
_CONSTANT = pattern(
    r"\A\W*(?:none|no|static|fixed|constant|stable|flat|empty|unchanged|n/?a|same|tbd|unknown"
    r"|seed(?:ed)? only|rare|rarely|无|無|なし|없음|нет|固定|不变|静态)?\b",
    re.IGNORECASE,
)
_NAME = pattern(r"`?[^\W\d]\w*(?:\.\w+)?`?\Z")
_TOTALS = frozenset(
    """read write reads writes total totals all overall sum database db storage rows records table
    tables data entities combined other others users requests traffic initial growth peak retention
    size index indexes
    files documents backup backups logs wal year month day week now current currently""".split()
)


def vague_parts(volume: Volume) -> list[str]:
    """What of a volume is said in words that nobody can reckon with: initial, growth, peak."""
    parts = (("initial", volume.initial), ("growth", volume.growth), ("peak", volume.peak))
    return [
        part
        for part, text in parts
        if text and not _COUNTED.search(text) and not _is_constant(text)
    ]


def _is_constant(text: str) -> bool:
    return (match := _CONSTANT.match(text)) is not None and bool(match[0].strip("- –—.*_"))


def names_an_entity(volume: Volume) -> bool:
    """Whether a volume is of one thing by its name, and not of a total or a phrase."""
    name = volume.entity or ""
    return bool(_NAME.match(name)) and name.strip("`").casefold() not in _TOTALS


def planned_growth(document: Document) -> Figure | None:
    """The largest growth that the document plans for, as a factor; None where it tells none.

    A stated factor counts before the ratio of a peak volume to the initial one.
    """
    stated = [
        figure
        for figure in document.operations.figures.get("growth-target", ())
        if figure.value is not None
    ]
    if stated:
        return max(stated, key=lambda figure: figure.value or 0.0)
    ratios = [
        Figure(volume.span, f"the volume of {volume.entity or 'all'}", peak / initial)
        for volume in document.volumes
        if (initial := volume.initial_rows) and (peak := volume.peak_rows) and peak >= initial
    ]
    return max(ratios, key=lambda figure: figure.value or 0.0, default=None)
