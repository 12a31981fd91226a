"""Text -> one line of Markdown that reads as this text: in a cell, a heading or a paragraph."""

from __future__ import annotations

from storagelint.markdown.inline import plain
from storagelint.patterns import pattern

_BLANK = r"[^\S\r\n\x0b\x0c\x85\u2028\u2029]"
_BREAKS = pattern(rf"(?<!{_BLANK}){_BLANK}*+[\r\n\x0b\x0c\x85\u2028\u2029]\s*|[\x00-\x1f\x7f]")
_MARKS = pattern(r"[\\`*_~<>&\[\]#!]")
_ENTITIES = {"`": "&#96;", "\\": "&#92;"}
"""What no backslash takes the meaning from everywhere: in front of a pipe, around code."""
_NUMBERED = pattern(r"([0-9]{1,9})([.)])(?=\s|\Z)")
_BLOCKS = frozenset("#>+-*=|~:")
"""What a line must not begin with to be a paragraph."""


def inline(text: str) -> str:
    """A text on one line, with its markup escaped."""
    line = unbroken(text)
    if plain(line) != line or "<!--" in line:
        line = _MARKS.sub(lambda found: _ENTITIES.get(found[0], "\\" + found[0]), line)
    return line


def unbroken(text: str) -> str:
    """A text without line breaks and other controls, its markup as it is."""
    return _BREAKS.sub(" ", text).strip()


def heading(text: str) -> str:
    """A text as it may stand behind the marks of a heading; no `#` at its end is lost."""
    line = inline(text)
    return f"{line[:-1]}\\#" if line.endswith("#") and not line.endswith("\\#") else line


def paragraph(text: str) -> str:
    """A text as a paragraph of one line, whatever it begins with."""
    line = inline(" ".join(text.split()))
    if line[:1] in _BLOCKS:
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def code_span(text: str) -> str:
    """A text as inline code; ticks of its own become apostrophes."""
    inside = without_ticks(text)
    return f"`{inside}`" if inside else ""


def without_ticks(text: str) -> str:
    """A text on one line with apostrophes for ticks: what a fence or inline code can hold."""
    return unbroken(text).replace("`", "'")
