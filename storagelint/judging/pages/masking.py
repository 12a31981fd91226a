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
    return masked(text, _MASK)


def _masked(found: re.Match[str]) -> str:
    return found[0] if _REFERENCE.fullmatch(found[2]) else found[1] + _MASK


_mask_short = lru_cache(maxsize=4096)(_mask)
"""Codes, names and paths stand in every finding."""
