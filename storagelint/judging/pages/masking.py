"""Text -> the text with asterisks for its secrets."""

from __future__ import annotations

import re
from functools import lru_cache

from storagelint.judging.pages.credentials import masked
from storagelint.patterns import pattern

_KEY = r"(?:pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key)"
_SECRETS = (
    pattern(
        r"(?<=://)([^\s:@/'\"`<>]{0,200}:)"
        r"([^\s/'\"`<>]{1,500}(?=@)|(?!\d{1,5}/)[^\s@'\"`<>]{1,100}+(?=@))"
    ),
    pattern(
        rf"(?i)({_KEY}[\"'`]?[ \t]{{0,8}}(?::|=|[ \t]|=>|by|IS)[ \t]{{0,8}}[\"'])"
        r"([^\"'\n]{1,500})(?=[\"']|\Z)"
    ),
    pattern(
        rf"(?i)({_KEY}=)"
        r"((?:[^\s\"'`|;,&<>()/]|[()](?=\w)|/(?![\w.-]{1,100}\.(?:md|json|toml)\b)){1,500})"
    ),
    pattern(
        r"((?<![A-Za-z0-9_])[A-Z0-9_]{1,60}?(?:PASSWORD|PASSWD|SECRET|TOKEN|API_KEY):[ \t]{1,8})"
        r"([^\s\"'`|;,&<>()]{1,500}+)(?![(])"
    ),
    pattern(
        rf"(?i)({_KEY}[\"'`*]{{0,3}}"
        r"(?:[ \t]{0,8}(?::[ \t]{0,8}|=[ \t]{1,8})|[ \t]{1,8}=))"
        r"(?!(?:argon2|bcrypt|sha-?\d|md5|utf|u?int\d|base\d))"
        r"(?=[^\s\"'`|;,&<>()\d]{0,100}\d)(?=[^\sA-Za-z]{0,100}[A-Za-z])"
        r"([^\s\"'`|;,&<>()\[\]{}]{6,500}+)(?![(\[{])"
    ),
)
_NAMED = pattern(rf"(?i){_KEY}(?![A-Za-z0-9_])")
_DEFAULT = pattern(
    r"(?i)(?<![a-z0-9])(?P<before>default[ \t]{0,4}[:=(]?[ \t]{0,4}`?)"
    r"(?:(?P<quote>['\"])(?P<quoted>[^'\"]{1,500})|(?P<bare>[^\s|,;()`'\"\]]{6,200}+)(?![(.]))"
)
"""In a line that names a secret before."""
_ROW = pattern(
    rf"(?i)[-+ \t]{{0,8}}\|?[ \t]{{0,40}}[`*\"]{{0,3}}[\w.]{{0,60}}?{_KEY}"
    r"[`*\"]{0,3}[ \t]{0,40}\|"
)
"""How the row of a field begins that is named as a secret."""
_CELL = pattern(
    r"(?<=\|)([ \t]{0,40}[`'\"]{0,3})([^\s|()`'\"]{6,200}+)(?=[`'\"]{0,3}[ \t]{0,40}(?:\||\Z))"
)
_REFERENCE = pattern(
    r"\$\{{1,2}[^{}]{0,100}\}{0,2}|\$[A-Z_][A-Z0-9_]*|\$\d+|\{{1,2}[^{}]{0,100}\}{0,2}|%[A-Z_]+%"
    r"|\*+|[xX]{3,}|\.\.\.|…"
)
"""What stands for a secret, or tells where it is."""
_HINTS = ("://", "passw", "passphrase", "pwd", "secret", "token", "key")
"""In lower case: a text without any of them has no secret of these forms."""
_MASK = "****"
_SHORT_TEXT = 200


def mask(text: str) -> str:
    """The text with the passwords of URLs and of `password: ...`, and tokens, as asterisks."""
    return _mask_short(text) if len(text) <= _SHORT_TEXT else _mask(text)


def _mask(text: str) -> str:
    lowered = text.casefold()
    for secret in _SECRETS if any(hint in lowered for hint in _HINTS) else ():
        text = secret.sub(_masked, text)
    if _NAMED.search(text):
        text = "\n".join(map(_mask_values, text.split("\n")))
    return masked(text, _MASK)


def mask_default(name: str, default: str | None) -> str | None:
    """The default of a field as it may be shown; one that is named as a secret keeps no literal."""
    if not default or not _NAMED.search(name):
        return default
    said = "password default "
    return _mask_values(said + default).removeprefix(said)


def _mask_values(line: str) -> str:
    """A line without the values of the secret that it names: its default, a cell beside it."""
    named = _NAMED.search(line)
    if named is None:
        return line
    if "default" in line.casefold():
        line = line[: named.end()] + _DEFAULT.sub(_masked_default, line[named.end() :])
    row = _ROW.match(line)
    if row is not None:
        at = row.end() - 1
        line = line[:at] + _CELL.sub(_masked_cell, line[at:])
    return line


def _masked_default(found: re.Match[str]) -> str:
    value = found["quoted"] or found["bare"]
    if _REFERENCE.fullmatch(value) or (found["bare"] and not _is_mixed(value)):
        return found[0]
    return f"{found['before']}{found['quote'] or ''}{_MASK}"


def _masked_cell(found: re.Match[str]) -> str:
    return found[1] + _MASK if _is_mixed(found[2]) else found[0]


def _is_mixed(value: str) -> bool:
    """Whether letters stand with digits, and with marks or in both cases: types do not look so."""
    letters = {letter for letter in value if letter.isalpha()}
    cases = {letter.isupper() for letter in letters}
    marked = any(letter in "!@#$%^&+=?~" for letter in value)
    return bool(letters) and any(map(str.isdigit, value)) and (marked or len(cases) == 2)


def _masked(found: re.Match[str]) -> str:
    return found[0] if _REFERENCE.fullmatch(found[2]) else found[1] + _MASK


_mask_short = lru_cache(maxsize=4096)(_mask)
"""Codes, names and paths stand in every finding."""
