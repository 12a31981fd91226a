"""Lists of values as people write them -> the values."""

from __future__ import annotations

import re

from storagelint.patterns import pattern
from storagelint.reading.words.brackets import MAX_LENGTH, closing
from storagelint.reading.words.constraint_words import keyword_at, keyword_in

_LIST_VALUES = pattern(r"\bIN\s{0,9}[(（]|=\s{0,9}ANY\s{0,9}\(|\bone of\b|∈\s{0,9}[{(\[]", re.I)
_STRING = pattern(r"'((?:[^']|'')*)'|\"([^\"]*)\"|`([^`]*)`|‘([^‘’]*)’|“([^“”]*)”")
_VALUE = pattern(r"[^\W_][\w.+:%-]*(?: [\w.+-]+){0,2}\Z|_\w+\Z")
_ENUM_MARK = pattern(
    r"(?:enum(?:8|16)?|set|one of|values?|allowed(?: values)?|possible values|in"
    r"|枚举值?|可选值|取值|列挙型?|열거형)"
    r"(?!\w)(?:\s{1,9}\w{1,60}(?=\s{0,9}[(（:]))?\s{0,9}[:：=]?\s{0,9}",
    re.I,
)
_ENUM_NUMBER = pattern(r"\s{0,9}=\s{0,9}-?\d+\Z")
_NAMED_ENUM = pattern(r"\w{1,60}\s{1,4}(?=(?:enum|set)\b)", re.I)
_CODE_LIST = pattern(
    r"\s{0,9}(?:(?:one of|enum|values?|either|allowed(?: values)?|可选值|取值|枚举)"
    r"\s{0,9}[:：]?\s{0,9})?(?=`)",
    re.I,
)
_CODE_ITEM = pattern(r"`([^`]{1,60})`(?:\s{0,9}\([^()]{0,60}\))?")
_CODE_SEPARATOR = pattern(
    r"\s{0,9}(?:/|,|\\?\||、|，|\bor\b|\band\b|,\s{0,9}or\b|,\s{0,9}and\b)\s{0,9}(?=`|or\b|and\b)"
)
_NOT_VALUE = pattern(r"[()=<>{};]|\A/|\s->|→|\w\.\w")


def listed_values(condition: str) -> tuple[str, ...]:
    """The values of `x IN ('a', 'b')` or `x = ANY (ARRAY['a'])`; empty for other conditions."""
    mark = _LIST_VALUES.search(condition)
    if not mark or re.search(r"\bNOT\s{1,9}IN\b", condition, re.I):
        return ()
    rest = condition[mark.end() :]
    quoted = _strings(rest.split(")", 1)[0] if "'" not in rest else rest)
    if quoted:
        return quoted
    return tuple(
        part for part in (p.strip() for p in re.split(r"[,/|、]", rest.split(")")[0])) if part
    )


def _strings(text: str) -> tuple[str, ...]:
    return tuple(
        next(g for g in m.groups("") if g or g == m.groups("")[-1]) for m in _STRING.finditer(text)
    )


def enum_values(text: str) -> tuple[str, ...]:
    """The values where the whole text is a list of them; empty where it is anything else.

    `enum('a', 'b')`, `status ENUM(a, b)`, `enum: a|b`, `a | b | c`, `'a', 'b'`, `(OPEN / DONE)`.
    """
    text = text[:MAX_LENGTH].strip()
    if len(text) < 3:
        return ()
    if text[0] in "(（" and closing(text, 0) == len(text):
        return _bare_values(text[1:-1], "|/")
    named = _NAMED_ENUM.match(text)
    mark = _ENUM_MARK.match(text, named.end() if named else 0)
    if mark:
        rest = text[mark.end() :]
        if rest[:1] in ("(", "（", "[", "{", "<"):
            close = closing(rest, 0)
            return split_values(rest[1 : close - 1]) if not rest[close:].strip() else ()
        if mark[0].rstrip().endswith((":", "：")) and not keyword_in(rest):
            values = split_values(rest)
            return values if len(values) > 1 else ()
        return ()
    return _bare_values(text, "|/")


def _bare_values(text: str, separators: str) -> tuple[str, ...]:
    for separator in separators:
        parts = [part.strip() for part in text.split(separator)]
        least = 2 if separator == "|" else 3
        if len(parts) < least and not (len(parts) == 2 and text.isupper() and "," not in text):
            continue
        bare = [part.strip("'\"`‘’“”") for part in parts]
        if (
            all(_VALUE.match(part) and not keyword_at(part, 0) for part in bare)
            and any(map(_is_word, bare))
            and (separator == "|" or all(" " not in part for part in bare))
        ):
            return tuple(bare)
    quoted = [part.strip() for part in re.split(r"[,，、]", text)]
    if len(quoted) > 1 and all(len(p) > 1 and p[0] in "'\"`" and p[-1] == p[0] for p in quoted):
        return tuple(part[1:-1] for part in quoted)
    return ()


def _is_word(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def split_values(text: str) -> tuple[str, ...]:
    """The values of a list that commas, slashes or bars part; quoted ones keep theirs."""
    quoted = _strings(text)
    if quoted and len(quoted) >= len(re.findall(r"[,|/、，]", _STRING.sub("", text))) + 1:
        return tuple(quoted)
    separator = next((s for s in "|,，、;/" if s in text), None)
    parts = text.split(separator) if separator else [text]
    bare = (_ENUM_NUMBER.sub("", part).strip(" '\"`.…") for part in parts)
    return tuple(part for part in bare if part and len(part) <= 100)


def code_values(raw: str) -> tuple[str, ...]:
    """The code spans at the front of a description, where slashes, bars or commas part them."""
    start = _CODE_LIST.match(raw)
    if not start:
        return ()
    values: list[str] = []
    position = start.end()
    while item := _CODE_ITEM.match(raw, position):
        values.append(item[1].strip(" '\""))
        position = item.end()
        separator = _CODE_SEPARATOR.match(raw, position)
        if not separator:
            break
        position = separator.end()
        again = _CODE_SEPARATOR.match(raw, position)
        position = again.end() if again else position
    if len(values) == 1 and "|" in values[0]:
        values = [value.strip(" \\'\"") for value in values[0].split("|")]
    rest = raw[position:].lstrip(" ,")
    if len(values) < 2 or rest.startswith(("etc", "...", "…", "e.g")):
        return ()
    if any(not value or _NOT_VALUE.search(value) for value in values):
        return ()
    return tuple(dict.fromkeys(values))
