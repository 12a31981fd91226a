"""Document -> what it says once of all its tables."""

from __future__ import annotations

import re

from storagelint.model.document import Document
from storagelint.patterns import pattern

_HEADING = pattern(
    r"\bconventions?\b|\b(?:common|shared|standard|base|default|global|inherited|implicit)"
    r" (?:\w+ )?(?:columns?|fields?|attributes?|propert(?:y|ies)|entity|model|table)\b"
    r"|公共字段|通用字段|共通(?:カラム|項目|フィールド)|공통 (?:컬럼|필드)|общие (?:поля|столбцы)",
    re.IGNORECASE,
)
_GAP = r"(?:[^\w\n]++\w++){0,12}?[^\w\n]++"
_KEY = pattern(
    rf"(?<![\w.])(?:id|uuid)(?!\w){_GAP}(?:pk|primary key|(?:big)?serial|(?:big)?int"
    r"|integer|uuid|ulid|gen_random_uuid|identity|auto[_ ]?increment|主键|主キー|기본 ?키)(?!\w)"
    rf"|(?<!\w)(?:pk|primary keys?)(?!\w){_GAP}(?<!\.)(?:id|uuids?|ulids?|bigint)(?!\w)",
    re.IGNORECASE,
)
_EVERY_TABLE_HAS_KEY = pattern(
    r"\b(?:every|all|each)(?: \w+){0,2} (?:tables?|entit(?:y|ies)|models?|rows?|records?)\b"
    r"[^.|\n]{0,60}(?<!\w)(?:pk|primary keys?|`id`|`?id`? (?:big)?(?:int|serial|uuid))(?!\w)"
    r"|所有表[^。|\n]{0,40}(?:主键|(?<!\w)id(?!\w))",
    re.IGNORECASE,
)


def gives_all_a_key(document: Document) -> bool:
    """Whether a sentence, or a section on common columns, gives every table its primary key."""
    text = document.page.source.text
    if _EVERY_TABLE_HAS_KEY.search(text):
        return True
    lines = document.page.source.lines
    return any(
        _KEY.search("\n".join(lines[section.line : section.end_line]))
        for section in document.page.sections
        if section.heading and not section.children and _HEADING.search(section.title)
    )
