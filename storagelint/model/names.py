"""Names as people write them -> one folded form, so that `OrderItem` finds `order_items`."""

from __future__ import annotations

from functools import lru_cache

from storagelint.patterns import pattern

_NOT_WORD = pattern(r"[\W_]+")
_WORDS = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_QUOTES = "`\"'[]"

_KEEP_S = ("ss", "us", "is", "ies")
_INVARIANT = frozenset(
    """series species news data status analysis address bus analytics statistics logistics physics
    mathematics economics politics ethics genetics electronics diagnostics robotics""".split()
)
_PLURALS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("xes", "x"),
    ("zzes", "zz"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("uses", "us"),
)
_SOFT_ENDINGS = (("ie", "y"), ("ve", "f"), ("fe", "f"), ("use", "us"), ("che", "ch"), ("xe", "x"))
"""What is one ending for matching: only a dictionary knows whether `-ies` was `-ie` or `-y`."""
_IRREGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "mice": "mouse",
    "feet": "foot",
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "criteria": "criterion",
    "analyses": "analysis",
    "media": "medium",
    "aliases": "alias",
    "statuses": "status",
    "addresses": "address",
    "quizzes": "quiz",
    "axes": "axis",
    **{
        f"{stem}es": f"{stem}e"
        for stem in """movi cooki calori rooki hoodi zombi selfi smoothi browni cach nich
        avalanch hous warehous greenhous claus caus paus spous excus us reus""".split()
    },
    **{f"{stem}ves": f"{stem}f" for stem in "shel lea hal loa cal wol thie scar".split()},
    **{f"{stem}ves": f"{stem}fe" for stem in "li kni wi".split()},
}


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """A lower-case English word without its plural ending; other words as they are."""
    if word in _INVARIANT or len(word) < 4:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for plural, ending in _PLURALS:
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return word[: -len(plural)] + ending
    if word.endswith("s") and not word.endswith(_KEEP_S):
        return word[:-1]
    return word


@lru_cache(maxsize=16384)
def words(name: str) -> tuple[str, ...]:
    """The lower-case words of a name in any case style: `orderItemID` is order, item, id."""
    return tuple(map(str.lower, _WORDS.findall(name.replace("ID", "Id"))))


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """A name without case, separators, quotes, schema prefix and plural: what names match by."""
    bare = name.strip(_QUOTES + " ").rsplit(".", 1)[-1]
    parts = [part for part in _NOT_WORD.split(bare) if part]
    if not parts:
        return _NOT_WORD.sub("", bare).casefold()
    last = words(parts[-1])
    if last and parts[-1].isascii():
        stem = "".join(last[:-1]) + _stem(last[-1])
        return "".join(parts[:-1]).casefold() + stem
    return "".join(parts).casefold()


def _stem(word: str) -> str:
    """What a word and its plural share."""
    one = singular(word)
    for ending, shared in _SOFT_ENDINGS:
        if one.endswith(ending) and len(one) > len(ending) + 1:
            return one[: -len(ending)] + shared
    return one


@lru_cache(maxsize=16384)
def fold_field(name: str) -> str:
    """A field's name without case, separators and quotes; fields keep their plural."""
    return _NOT_WORD.sub("", name).casefold()


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same entity's, in any case, number or schema."""
    return fold(one) == fold(other)
