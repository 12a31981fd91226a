"""A line and what it names -> the same line on something else."""

from __future__ import annotations

from collections.abc import Mapping


def analogous(line: str, swaps: Mapping[str, str]) -> str | None:
    """A line with each of some texts in it replaced, wherever it stands as a whole word.

    None where one of them does not stand in the line so.
    """
    pieces, at, used = [], 0, set[str]()
    longest = sorted(swaps, key=len, reverse=True)
    while at < len(line):
        found = next((old for old in longest if _stands(line, at, old)), None)
        if found is None:
            pieces.append(line[at])
            at += 1
        else:
            pieces.append(swaps[found])
            used.add(found)
            at += len(found)
    return "".join(pieces) if used == swaps.keys() else None


def _stands(line: str, at: int, text: str) -> bool:
    if not text or not line.startswith(text, at):
        return False
    before, behind = line[at - 1 : at], line[at + len(text) : at + len(text) + 1]
    return not (_is_word(before) and _is_word(text[0])) and not (
        _is_word(behind) and _is_word(text[-1])
    )


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
