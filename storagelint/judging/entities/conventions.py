"""Document -> what it says once of all its tables."""

from __future__ import annotations

import re

from storagelint.judging.pages.hints import is_said
from storagelint.model.document import Document
from storagelint.patterns import pattern

_HEADING = pattern(
    r"\bconventions?\b|\b(?:common|shared|standard|base|default|global|inherited|implicit)"
    r" (?:\w+ )?(?:columns?|fields?|attributes?|propert(?:y|ies)|entity|model|table)\b"
    r"|公共字段|通用字段|共通(?:カラム|項目|フィールド)|공통 (?:컬럼|필드)|общие (?:поля|столбцы)",
    re.IGNORECASE,
)
_KEY_WORD = pattern(
    r"(?<!\w)(?P<word>id|pk|primary keys?|(?:big)?serial|(?:big)?int|integer|uuids?|ulids?"
    r"|gen_random_uuid|identity|auto[_ ]?increment|主键|主キー|기본 ?키)(?!\w)|\n",
    re.IGNORECASE,
)
_NAMES = frozenset(["id", "uuid"])
_KEYS = frozenset(["pk", "primary key", "primary keys"])
_OF_KEYS = frozenset(["id", "uuid", "uuids", "ulid", "ulids", "bigint"])
_NO_KEY = frozenset(["primary keys", "uuids", "ulids", "id"])
"""What says nothing of an `id` before it; the other words do."""
_NEAR = 60
"""Characters between the two words at most."""
_EVERY_TABLE_HAS_KEY = pattern(
    r"\b(?:every|all|each)(?: \w+){0,2} (?:tables?|entit(?:y|ies)|models?|rows?|records?)\b"
    r"[^.|\n]{0,60}(?<!\w)(?:pk|primary keys?|`id`|`?id`? (?:big)?(?:int|serial|uuid))(?!\w)"
    r"|所有表[^。|\n]{0,40}(?:主键|(?<!\w)id(?!\w))",
    re.IGNORECASE,
)

_EVERY = ("every", "all", "each", "所有表")


def gives_all_a_key(document: Document) -> bool:
    """Whether a sentence, or a section on common columns, gives every table its primary key."""
    if is_said(document, _EVERY_TABLE_HAS_KEY, _EVERY):
        return True
    lines = document.page.source.lines
    return any(
        _says_what_the_key_is("\n".join(lines[section.line : section.end_line]))
        for section in document.page.sections
        if section.heading and not section.children and _HEADING.search(section.title)
    )


def _says_what_the_key_is(text: str) -> bool:
    """Whether a line has `id` before a key's mark or type, or a primary key before what it is."""
    name = key = -1
    for found in _KEY_WORD.finditer(text):
        if found["word"] is None:
            name = key = -1
            continue
        word, start = found["word"].casefold(), found.start()
        alone = text[start - 1 : start] != "."
        if name >= 0 and start - name <= _NEAR and word not in _NO_KEY:
            return True
        if key >= 0 and start - key <= _NEAR and word in _OF_KEYS and alone:
            return True
        if word in _NAMES and alone:
            name = found.end()
        elif word in _KEYS:
            key = found.end()
    return False
