"""Lines about an entity's keys -> its definition: `Primary key: (a, b)`, `外键：a 引用 t.b`."""

from __future__ import annotations

import re

from storagelint.markdown import ItemList, plain
from storagelint.model import Attribute, Definition, Form, Index, Reference, Statement
from storagelint.patterns import pattern
from storagelint.reading.words.index_text import (
    NO_FIELDS,
    index_fields,
    looks_like_index_name,
    read_index_text,
)
from storagelint.source import Span
from storagelint.vocabulary import vocabulary

_NOTHING = pattern(r"(?:[\s*`:：—–-]|constraints?|keys?|约束)*", re.IGNORECASE)
_TUPLE = pattern(r"[(（]\s*+`?(?P<fields>[\w`\"., ]{1,300}?)`?\s{0,9}+[)）]")
_FIRST_NAMES = pattern(
    r"[\s:：*—–-]*(?P<names>`?[A-Za-z_]\w*`?(?:\s*[,，、+]\s*`?[A-Za-z_]\w*`?)*)"
)
_TARGET = pattern(
    r"(?:→|->|=>|references?|refers to|引用|参照|참조|关联|指向|ссылается на"
    r"|tham chiếu|referencia(?: a)?|referência|on)\s*+(?:[:：]\s*+)?"
    r"`?(?P<entity>[A-Za-z_]\w{0,63}+(?:\.\w{1,63}+){0,4}?)`?\s*+"
    r"(?:\(\s*+(?P<round>[\w\s,`]{1,300}?)\s{0,9}+\)|\.(?P<dotted>[A-Za-z_]\w*+))`?(?!\w)",
    re.IGNORECASE,
)
_CASCADE = pattern(
    r"on delete\s+(cascade|set null|restrict|no action|set default)|级联删除|联级删除"
    r"|(?<=[(, ])(cascade)\b",
    re.IGNORECASE,
)


def read_key_line(text: str, span: Span, definition: Definition) -> list[Index] | None:
    """Apply a line that states a key of the entity; None where it states none.

    Composite uniqueness is given back as an index too: people read it as one.
    """
    if len(text) > 1000:
        return None
    words = vocabulary()
    head = text[:60]
    if (match := words.pattern("primary-key").search(head)) and _leads(text, match):
        names = _names(text[match.end() :])
        if not names:
            return None
        definition.primary_key = definition.primary_key or names
        return []
    if (match := words.pattern("foreign-key").search(head)) and _leads(text, match):
        return [] if _foreign_key(text[match.end() :], text, span, definition) else None
    if (match := words.pattern("unique").search(head)) and _leads(text, match):
        return _unique(text, match.end(), span, definition)
    return None


def _leads(text: str, match: re.Match[str]) -> bool:
    """Whether the keyword stands at the front, with at most an adjective before it."""
    before = text[: match.start()].strip(" *`-：:")
    return (
        len(before) <= 16
        and "(" not in before
        and "," not in before
        and not re.search(r"[a-z_]{3}_[a-z]", before)
    )


def _names(text: str) -> tuple[str, ...]:
    group = _TUPLE.search(text[:200])
    listed = group["fields"] if group and _NOTHING.fullmatch(text, 0, group.start()) else None
    if listed is None:
        match = _FIRST_NAMES.match(text)
        listed = match["names"] if match else ""
    names = tuple(field.name for field in index_fields(listed.replace("`", "").replace("+", ",")))
    if len(names) == 1 and (looks_like_index_name(names[0]) or names[0].lower() in NO_FIELDS):
        return ()
    return names


def _unique(text: str, end: int, span: Span, definition: Definition) -> list[Index] | None:
    names = _names(text[end:])
    if not names:
        found = read_index_text(text, span)
        return found or None
    if len(names) == 1:
        field = next((field for field in definition.fields if field.name == names[0]), None)
        if field is not None:
            field.unique = True
            field.stated.setdefault(Attribute.UNIQUE, Statement(span, text))
    else:
        definition.uniques.append(names)
    where = re.search(r"\bWHERE\b\s*([^;,—–]+)", text, re.IGNORECASE)
    index = Index(fields=index_fields(", ".join(names)), unique=True, form=Form.BULLETS, span=span)
    index.where = where[1].strip(" `.") if where else None
    return [index]


def _foreign_key(rest: str, text: str, span: Span, definition: Definition) -> bool:
    names = _names(rest)
    target = _TARGET.search(rest)
    if not names or not target:
        return False
    columns = target["round"] or target["dotted"] or ""
    targets = tuple(part.strip(" `") for part in columns.split(",") if part.strip(" `"))
    cascade = _CASCADE.search(text)
    on_delete = None
    if cascade:
        on_delete = (cascade[1] or cascade[2] or "cascade").lower()
    if len(names) == 1:
        field = next((field for field in definition.fields if field.name == names[0]), None)
        if field is None:
            return False
        field.foreign_key = True
        if field.references is None:
            field.references = Reference(
                entity=target["entity"],
                field=targets[0] if targets else None,
                on_delete=on_delete,
                span=span,
            )
        field.stated.setdefault(Attribute.REFERENCES, Statement(span, text))
        return True
    definition.references.append(
        Reference(
            entity=target["entity"],
            on_delete=on_delete,
            span=span,
            fields=names,
            target_fields=targets,
        )
    )
    return True


def read_key_list(block: ItemList, definition: Definition) -> list[Index] | None:
    """Apply the items that state keys; None where no item does."""
    found: list[Index] = []
    hit = False
    for item in block.items:
        indexes = read_key_line(plain(item.raw.replace("\n", " ")), item.span, definition)
        if indexes is not None:
            hit = True
            found.extend(indexes)
    return found if hit else None
