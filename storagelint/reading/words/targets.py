"""`users.id`, `auth.users`, `t(a, b)` -> the Reference that a foreign key names."""

from __future__ import annotations

import re

from storagelint.model.facts import Reference
from storagelint.patterns import pattern
from storagelint.reading.words.constraint_words import keyword_at

_NAME = (
    r"(?:[A-Za-z_\u00c0-\u1fff][A-Za-z0-9_$\u00c0-\u1fff]*(?:-[A-Za-z_][A-Za-z0-9_]*)*|[^\W\d_]\w*)"
)
_QUOTED_NAME = rf"[`\"'\[]?{_NAME}[`\"'\]]?"
TARGET = pattern(
    rf"(?P<path>{_QUOTED_NAME}(?:\.{_QUOTED_NAME}){{0,3}})(?:\s{{0,9}}[(（]\s{{0,9}}(?P<columns>[^()（）]{{1,200}}?)\s{{0,9}}[)）])?"
)
CONNECTOR = pattern(
    r"[\s:：=]*(?:(?:→|⇒|➔|➜|⟶|-{1,2}>|=>|»|>{1,2}|引用|关联到|关联|指向|参照|참조|–|—|-|"
    r"(?:references|reference|refs?|to|on|of|referencing|на|к|tới|đến|a|à|para|al|do"
    r"|naar|ke|zu|zur|zum|auf|vers|hacia|verso|do tabeli)(?!\w))[\s:：]*){0,3}"
    r"(?:the\s{1,9})?(?:tables?\s{1,9}|表\s{0,9})?",
    re.I,
)
EXPLICIT = pattern(
    r"→|⇒|➔|➜|⟶|->|=>|»|>|:|：|=|\b(?:references?|refs?|referencing|to|on)\b|引用|关联|指向|参照|참조|\bна\b",
    re.I,
)
_ACTION_WORDS = (
    r"cascade|set\s{1,9}null|set\s{1,9}default|restrict|no\s{1,9}action|delete|nullify|protect"
)
ACTION = pattern(rf"\s{{0,9}}[:：=→]?\s{{0,9}}(?P<action>{_ACTION_WORDS})(?!\w)", re.I)
CASCADE = pattern(
    r"\s{0,9}[,(（]?\s{0,9}(?:(?P<action>cascade|set\s{1,9}null|set\s{1,9}default|restrict|no\s{1,9}action)(?:\s{1,9}(?:on\s{1,9})?delete)?(?!\s{1,9}(?:on\s{1,9})?update)"
    r"|(?P<native>级联删除|级联|カスケード|каскадно))\s{0,9}[)）]?(?![\w])",
    re.I,
)
_SCHEMAS = frozenset(
    ["auth", "public", "dbo", "storage", "realms", "pg_catalog", "information_schema", "private"]
)
_FIELD = pattern(r"[`\"\[]?([^\W\d][\w.]*)[`\"\]]?(?:\s{1,9}(?:ASC|DESC))?\Z", re.I)
_LOCATED = pattern(r"[\w$]{1,100}(?:\.\w|\()")
REVERSED = pattern(
    rf"(?P<target>{_QUOTED_NAME}(?:\.{_QUOTED_NAME}|\([^()]{{1,100}}\)))\s{{0,4}}"
    r"[(（]?(?:FK|foreign key)[)）]?(?=\s|[,;]|\Z)",
    re.I,
)


def field_names(listed: str) -> tuple[str, ...]:
    found = (_FIELD.match(part.strip()) for part in re.split(r"[,，、+]", listed))
    return tuple(match[1] for match in found if match)


def located_at(text: str, at: int) -> bool:
    return _LOCATED.match(text, at) is not None


def stands_alone(text: str, reference: Reference, close: int) -> bool:
    """Whether a name right after `FK` is a table's and not the start of a sentence."""
    if reference.field or "." in reference.entity:
        return True
    rest = text[close:].lstrip()
    return (
        not rest
        or rest[0] in ",;，；、/()（）|."
        or keyword_at(rest, 0)
        or bool(CASCADE.match(rest))
    )


def read_target(text: str, at: int) -> tuple[Reference, int] | None:
    match = TARGET.match(text, at)
    if not match:
        return None
    parts = [part.strip("`\"'[]") for part in match["path"].split(".")]
    end = match.end()
    columns = match["columns"]
    if columns is not None:
        names = field_names(columns)
        if (
            not names
            or len(names) != columns.count(",") + columns.count("，") + 1
            or CASCADE.match(columns)
        ) or (keyword_at(columns, 0) and len(names) == 1):
            columns, end = None, match.end("path")
        else:
            return _named(".".join(parts), names), end
    if len(parts) == 1 or (len(parts) == 2 and parts[0].casefold() in _SCHEMAS):
        return Reference(entity=".".join(parts)), end
    return _named(".".join(parts[:-1]), (parts[-1],)), end


def _named(entity: str, columns: tuple[str, ...]) -> Reference:
    if len(columns) == 1:
        return Reference(entity=entity, field=columns[0])
    return Reference(entity=entity, target_fields=columns)


def action_name(words: str) -> str:
    action = re.sub(r"\s{1,9}", " ", words).casefold()
    return {"delete": "cascade", "nullify": "set null", "protect": "restrict"}.get(action, action)
