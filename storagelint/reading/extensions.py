"""heading text -> the entity that it extends: «users Table Extension», «New columns on x»."""

from __future__ import annotations

import re

from storagelint.patterns import pattern

_CHANGES = r"(?:extensions?|changes|modifications?|additions|alterations|updates)"
_PARTS = r"(?:columns?|fields?|attributes?|properties)"
_TABLES = r"(?:tables?|entit(?:y|ies)|models?|collections?)"
_BEHIND = pattern(
    rf"(?P<name>[^\s:].{{0,60}}?)\s(?:{_TABLES}\s{_CHANGES}|extensions?)\Z", re.IGNORECASE
)
_BEFORE = pattern(
    rf"(?:(?:schema|table|existing)\s)?(?:{_CHANGES}|(?:new|added|additional|changed|modified)\s{_PARTS})"
    r"\s(?:to|of|on|in|for)\s(?:the\s)?(?:existing\s)?(?P<name>[^\s:].{0,60})\Z",
    re.IGNORECASE,
)
_ORDER = pattern(
    r"(?:extend|alter|modify)\s(?:the\s)?(?:existing\s)?"
    r"(?:table\s(?P<name>[^\s:]{1,60})|(?P<other>[^\s:]{1,60})\stable)\Z",
    re.IGNORECASE,
)
_GENERIC = pattern(
    rf"(?:(?:schema|table|model|data|database|column|field)\s)?{_CHANGES}\Z"
    rf"|(?:{_CHANGES}\sto\s)?(?:(?:existing|modified|changed|altered|extended|updated|affected)\s)"
    rf"{_TABLES}\Z",
    re.IGNORECASE,
)
_CHANGED_TABLES = pattern(
    r"(?:existing|modified|changed|altered|extended|updated|affected)\s"
    rf"(?:{_TABLES}|schema)\Z|{_CHANGES}\s(?:to|of)\s(?:the\s)?existing\s",
    re.IGNORECASE,
)
_ADDED = pattern(
    rf"(?:(?:new|added|additional|changed|modified)\s{_PARTS}"
    r"|(?:schema|table|column|field)\s(?:changes|additions|modifications|extensions?))\b",
    re.IGNORECASE,
)


def extended_name(text: str) -> str | None:
    """The name in a heading that says to extend what goes by it; None for any other heading."""
    for form in (_BEHIND, _BEFORE, _ORDER):
        if match := form.match(text):
            found = match["name"] or match["other"] if form is _ORDER else match["name"]
            return str(found)
    return None


def names_changes(text: str) -> bool:
    """Whether a heading or label names changes as such, and no entity: «Schema Changes»."""
    return _GENERIC.match(text) is not None


def heads_changed_tables(text: str) -> bool:
    """Whether all entities below a heading exist already: «Modified tables»."""
    return _CHANGED_TABLES.match(text) is not None


def heads_added_fields(text: str) -> bool:
    """Whether the fields below a label are added to an entity: «New columns»."""
    return _ADDED.match(text) is not None
