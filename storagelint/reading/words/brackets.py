"""text -> where its brackets close and what stands apart, outside brackets and quotes."""

from __future__ import annotations

from functools import lru_cache

MAX_LENGTH = 4000


def separators(text: str) -> list[int]:
    """The offsets of commas, semicolons and line breaks outside brackets and quotes."""
    stops = []
    position = 0
    unclosed = set()
    while position < len(text):
        letter = text[position]
        if letter in "([{（":
            close = closing(text, position)
            position = close if close < len(text) or text[-1:] in ")]}）" else position + 1
            continue
        if (
            letter in "'\"`"
            and letter not in unclosed
            and not text[position - 1 : position].isalnum()
        ):
            close = text.find(letter, position + 1)
            if close < 0:
                unclosed.add(letter)
            else:
                position = close
        elif letter in ",;，；、。\n" or (
            letter == "." and text[position + 1 : position + 2] == " "
        ):
            stops.append(position)
        position += 1
    return stops


def closing(text: str, start: int) -> int:
    """The offset after the bracket that closes the one at `start`; the end where none does."""
    return _brackets(text).get(start, len(text))


@lru_cache(maxsize=256)
def _brackets(text: str) -> dict[int, int]:
    """Each opening bracket's offset -> the offset after its closing one."""
    ends: dict[int, int] = {}
    open_at: list[int] = []
    position = 0
    unclosed = set()
    while position < len(text):
        letter = text[position]
        if letter in "([{（":
            open_at.append(position)
        elif letter in ")]}）" and open_at:
            ends[open_at.pop()] = position + 1
        elif (
            letter in "'\""
            and letter not in unclosed
            and not text[position - 1 : position].isalnum()
        ):
            close = text.find(letter, position + 1)
            if close < 0:
                unclosed.add(letter)
            else:
                position = close
        position += 1
    return ends
