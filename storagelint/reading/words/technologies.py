"""Words about storage products -> the products."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from storagelint.patterns import pattern
from storagelint.vocabulary import data


class Technology(NamedTuple):
    """A storage product."""

    name: str
    """As its makers write it: PostgreSQL, Amazon S3."""
    store_class: str
    """relational, document, key-value, object, search, time-series, vector, graph, column, file,
    queue or warehouse."""
    dialect: str | None = None
    """The name of its SQL dialect for the parser, where it has one."""
    engine: str | None = None
    """Whose types and reserved words it has: postgresql, mysql, mongodb ..."""


_START_LENGTH = 3
_MAX_CELL = 300
_MAX_PROSE = 20_000
_SPACES = pattern(r"[\s_]+")
_REMARK = pattern(r"[(（\[【].*", re.S)
_VERSION = pattern(
    r"(?:[\s_-]{1,9}+(?:v|version\s{0,9}+)?\d[\w.]{0,40}(?:\s{0,9}+(?:\+|lts|or\s{1,9}+(?:later|newer)|and\s{1,9}+above|及以上|以上))?"
    r"|\s{0,9}+\d{1,9}+(?:\.[\dx]{1,9}+){1,4}\+?|\s{0,9}+\d{1,9}+\+?|(?<![\s-])[\s-]+(?:lts|community|enterprise|latest|cluster|database|db|server|edition|instance)(?:\s{1,9}+edition)?)\Z",
    re.I,
)
_SEPARATOR = pattern(
    r"(?:\s{0,9}+[/,、，;+&|：:]|\s{1,10}+(?:and|or|with|via|on|using|—|–|-)\s)\s{0,9}+", re.I
)
_START = pattern(r"(?<![A-Za-z0-9_.@/-])[A-Za-z0-9]|[^\x00-\x7f]")
_END = r"(?![A-Za-z_@]|-(?!(?:based|compatible|backed|like)\b)|\.\w)"
_AROUND_CAREFUL = pattern(
    r"\s{1,9}(?:database|db|datastore|cluster|as\s{1,9}(?:the\s{1,9})?(?:database|store|primary)|storage|bucket|\d[\d.]*\b)|\s{0,9}数据库",
    re.I,
)
_BEFORE_CAREFUL = pattern(
    r"(?:(?:stored|kept|saved) in|stored on|persisted (?:in|to)"
    r"|(?:database|technology|storage|engine|store) ?[:=]"
    r"|cloudflare|amazon|aws|apache|google|azure) ?\Z",
    re.I,
)


@lru_cache(maxsize=2048)
def technology(text: str) -> Technology | None:
    """The product that a cell names, whatever version and remark follow; None for anything else.

    Of several products the first counts.
    """
    text = text[:_MAX_CELL].strip(" `*\"'")
    whole = _named(text) or _named(_REMARK.sub("", text))
    if whole is not None:
        return whole
    for part in _SEPARATOR.split(text)[:6]:
        found = _named(_REMARK.sub("", part))
        if found is not None:
            return found
    found_in = technologies_in(text)
    return found_in[0][2] if found_in else None


def _named(text: str) -> Technology | None:
    """The product that the whole text names, with at most versions after it."""
    products = _names()
    folded = _SPACES.sub(" ", text).strip(" .-`*\"'").casefold()
    for _ in range(4):
        if not folded or folded in products:
            break
        bare = _VERSION.sub("", folded).strip(" .-")
        if bare == folded:
            break
        folded = bare
    return products.get(folded)


def technologies_in(text: str) -> list[tuple[int, int, Technology]]:
    """Each product that prose names: start and end offset, and the product.

    Whole words only. A name that is a word of its own (`Access`, `Git`, `files`) counts only with
    words beside it that make a store of it.
    """
    found = []
    text = text[:_MAX_PROSE]
    for match in _matches(text):
        folded = _SPACES.sub(" ", match[0]).casefold()
        product = _names().get(folded)
        if product is None or (folded in _careful() and not _meant(text, match)):
            continue
        found.append((match.start(), match.end(), product))
    return found


def _meant(text: str, match: re.Match[str]) -> bool:
    """Whether words beside an ambiguous name say that the product is meant."""
    if match[0].islower() and match[0] not in ("files",) and len(match[0]) > 3:
        return False
    after = _AROUND_CAREFUL.match(text, match.end())
    before = _BEFORE_CAREFUL.search(text[max(match.start() - 30, 0) : match.start()])
    return after is not None or before is not None


@cache
def _products() -> dict[str, Technology]:
    return {
        name: Technology(name, entry["class"], entry.get("dialect"), entry.get("engine"))
        for name, entry in data("technologies")["products"].items()
    }


@cache
def _names() -> dict[str, Technology]:
    """Folded name or alias -> product."""
    found: dict[str, Technology] = {}
    products = _products()
    entries = data("technologies")["products"]
    for name, product in products.items():
        found.setdefault(name.casefold(), product)
    for name, product in products.items():
        for alias in (*entries[name].get("aliases", ()), *entries[name].get("careful", ())):
            found.setdefault(alias.casefold(), product)
    return found


@cache
def _careful() -> frozenset[str]:
    entries = data("technologies")["products"].values()
    return frozenset(word for entry in entries for word in entry.get("careful", ()))


@cache
def _by_start() -> dict[str, list[str]]:
    """The first three letters, or fewer of a shorter name -> the names, the longest first."""
    grouped: dict[str, list[str]] = {}
    for name in sorted(_names(), key=lambda name: (-len(name), name)):
        grouped.setdefault(name[:_START_LENGTH], []).append(name)
    return grouped


@cache
def _pattern(start: str) -> re.Pattern[str]:
    """The names of one start; few texts need more than a few of these."""
    bodies = []
    for ends, names in groupby(_by_start()[start], str.isascii):
        body = "|".join(r"\s{1,4}".join(map(re.escape, name.split())) for name in names)
        bodies.append(f"(?:{body}){_END}" if ends else body)
    return re.compile("|".join(bodies), re.I)


def _matches(text: str) -> Iterator[re.Match[str]]:
    known = _by_start()
    end = 0
    for start in _START.finditer(text):
        at = start.start()
        if at < end:
            continue
        letters = text[at : at + _START_LENGTH].casefold()
        for length in range(len(letters), 0, -1):
            match = (
                _pattern(letters[:length]).match(text, at) if letters[:length] in known else None
            )
            if match:
                end = match.end()
                yield match
                break


@lru_cache(maxsize=512)
def nearest_technology(text: str) -> str | None:
    """The product whose name is most like an unknown one, or None where none is alike."""
    from storagelint.vocabulary.nearest import nearest

    folded = _VERSION.sub("", _REMARK.sub("", text[:_MAX_CELL]).strip()).casefold()
    found = nearest(folded, [name for name in _names() if len(name) > 3], at_least=80.0)
    return _names()[found].name if found else None


@cache
def class_words() -> dict[str, str]:
    """Folded words for a class of store -> the class: `relational database` is relational."""
    return {
        word.casefold(): name
        for name, words in data("technologies")["classes"].items()
        for word in words
    }


@lru_cache(maxsize=1024)
def store_class(text: str) -> str | None:
    """The class of store that a cell names, such as `Document store (primary)`; None otherwise."""
    folded = _SPACES.sub(" ", _REMARK.sub("", text[:_MAX_CELL])).strip(" .`*").casefold()
    words = class_words()
    if folded in words:
        return words[folded]
    best = max((word for word in words if len(word) > 5 and word in folded), key=len, default=None)
    return words[best] if best else None
