"""Document -> the manner in which it is written: its language, its tables, its bullets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from storagelint.generating.numbering import numbers_parts
from storagelint.generating.texts.table_text import row
from storagelint.generating.wording import ENGLISH
from storagelint.markdown import ItemList, Page, Table
from storagelint.model import Document
from storagelint.patterns import pattern
from storagelint.reading.headings import strip_number
from storagelint.vocabulary import fold_words, language, languages

_KANA = pattern(r"[\u3041-\u30ff]")
_HAN = pattern(r"[\u4e00-\u9fff]")
_HANGUL = pattern(r"[\uac00-\ud7af]")
_MARK = pattern(r"\s*([-*+])\s")
_MOST = 200
"""So many tables and lists tell the manner of a document."""

Delimiter = Literal["spaced", "tight", "fitted"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How text is written so that it looks like the rest of its document."""

    language: str = ENGLISH
    bullet: str = "-"
    delimiter: Delimiter = "spaced"
    """`| --- |`, `|---|`, or as many hyphens as the heading is wide."""
    numbers_parts: bool = True
    """Whether the headings below numbered ones are numbered too: `2.1 User`."""

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        """A table without a newline behind it; pipes and markup in cells are escaped."""
        first = row(header)
        match self.delimiter:
            case "spaced":
                marks = f"|{' --- |' * len(header)}"
            case "tight":
                marks = f"|{'---|' * len(header)}"
            case "fitted":
                widths = (max(3, len(each) + 2) for each in header)
                marks = f"|{'|'.join('-' * width for width in widths)}|"
        return "\n".join([first, marks, *map(row, rows)])

    def bullets(self, texts: Iterable[str]) -> str:
        """A list without a newline behind it; each text is Markdown."""
        return "\n".join(f"{self.bullet} {text}" for text in texts)


def manner_of(document: Document) -> Manner:
    """The manner of a document; that of an empty one is plain English."""
    return document.once(_manner)


def _manner(document: Document) -> Manner:
    page = document.page
    numbered = numbers_parts(page) is not False
    return Manner(_language(page), _bullet(page), _delimiter(page), numbered)


def _bullet(page: Page) -> str:
    marks: Counter[str] = Counter()
    for block in list(page.blocks(ItemList))[:_MOST]:
        for item in block.items:
            found = _MARK.match(page.source.lines[item.line - 1])
            if found:
                marks[found[1]] += 1
    return marks.most_common(1)[0][0] if marks else "-"


def _delimiter(page: Page) -> Delimiter:
    styles: Counter[Delimiter] = Counter()
    for table in list(page.blocks(Table))[:_MOST]:
        line = page.source.lines[table.line].strip()
        inner = line.strip("|")
        if " " in inner:
            styles["spaced"] += 1
        elif all(each.strip(":") == "---" for each in inner.split("|")):
            styles["tight"] += 1
        else:
            styles["fitted"] += 1
    return styles.most_common(1)[0][0] if styles else "spaced"


def _language(page: Page) -> str:
    """The language of most headings and columns; else that of the script."""
    votes: Counter[str] = Counter()
    for text in _headings(page):
        votes.update(_known().get(fold_words(text), ()))
    most = max(votes.values(), default=0)
    best = [code for code in languages() if votes[code] == most] if most else []
    text = page.source.text
    if _KANA.search(text) and best[:1] in ([], ["zh"]):
        return "ja"
    if best:
        return best[0]
    if _HANGUL.search(text):
        return "ko"
    return "zh" if _HAN.search(text) else ENGLISH


def _headings(page: Page) -> Iterator[str]:
    for section in page.sections:
        if section.heading is not None and section.level > 1:
            yield strip_number(section.title)
    for table in list(page.blocks(Table))[:_MOST]:
        yield from table.headings


@cache
def _known() -> dict[str, frozenset[str]]:
    """Folded heading of a section or a column -> the languages that have it."""
    found: dict[str, set[str]] = {}
    for code in languages():
        for topic in ("sections", "columns"):
            for words in language(code)[topic].values():
                for each in words:
                    found.setdefault(each, set()).add(code)
    return {each: frozenset(codes) for each, codes in found.items()}
