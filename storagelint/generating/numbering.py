"""Headings -> the numbers that they bear, and the one that a new heading gets."""

from __future__ import annotations

from typing import NamedTuple

from storagelint.markdown import Page, Section
from storagelint.patterns import pattern

_ARABIC = pattern(
    r"(?P<stem>(?:\d{1,2}\.){0,4})(?P<last>\d{1,2})(?P<end>\.(?=\s)|[)、:](?=\s?)|(?=\s))\s{0,3}"
)
_HAN = pattern(r"(?P<last>[一二三四五六七八九十]{1,3})(?P<end>[、.．])\s{0,3}")
_DIGITS = "零一二三四五六七八九"


class Number(NamedTuple):
    """The number that a heading begins with."""

    stem: str
    """What stands before the last part: `2.` of `2.1`."""
    last: int
    end: str
    """What stands behind it: `.`, `)`, `、` or nothing."""
    width: int
    """How many characters number, end and spaces take."""
    han: bool = False

    def with_last(self, last: int) -> str:
        """The number with another last part, as a heading begins with it, without spaces."""
        return f"{self.stem}{han(last) if self.han else last}{self.end}"


def number_of(title: str) -> Number | None:
    """The number of a heading's title, or None."""
    if found := _ARABIC.match(title):
        return Number(found["stem"], int(found["last"]), found["end"], found.end())
    if found := _HAN.match(title):
        value = _value(found["last"])
        return Number("", value, found["end"], found.end(), han=True) if value else None
    return None


def han(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")


def _value(text: str) -> int:
    return next((number for number in range(1, 100) if han(number) == text), 0)


def numbers_parts(page: Page) -> bool | None:
    """Whether headings below numbered ones are numbered too; None where there are none."""
    told = [
        number_of(child.title) is not None
        for section in page.sections
        if section.level > 1 and number_of(section.title)
        for child in section.children
    ]
    return sum(told) * 2 >= len(told) if told else None


def beginning(number: Number | None, last: int) -> str:
    """What a heading begins with, where its neighbour has this number: `4. `, or nothing."""
    if number is None:
        return ""
    text = number.with_last(last)
    return text if number.end == "、" else f"{text} "


def part_number(above: str, position: int) -> str:
    """The beginning of the heading of a part: `2.3 ` below a heading that begins with `2. `."""
    stem = above.strip().rstrip(".)、:")
    return f"{stem}.{position} " if stem and stem[-1].isdigit() else ""


def siblings(section: Section) -> list[Section]:
    """The sections beside one, itself included."""
    return section.parent.children if section.parent else [section]
