"""A text before and after -> a unified diff for people, in which no secret is shown."""

from __future__ import annotations

from difflib import unified_diff

from storagelint.reporting.escape import shown, visible
from storagelint.source import Source

_NO_NEWLINE = "\n\\ No newline at end of file"


def render(path: str, before: Source, after: Source) -> str:
    """The lines that differ and three around them; all newlines count as the same."""
    name = visible(path)
    lines = unified_diff(_lines(before), _lines(after), name, name, lineterm="")
    return "".join(f"{_shown(line)}\n" for line in lines)


def _lines(source: Source) -> list[str]:
    *lines, last = source.lines
    return [*lines, last + _NO_NEWLINE] if last else lines


def _shown(line: str) -> str:
    text = "\t".join(shown(part) for part in line.removesuffix(_NO_NEWLINE).split("\t"))
    return text + _NO_NEWLINE if line.endswith(_NO_NEWLINE) else text
