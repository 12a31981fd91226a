"""Text -> the text with asterisks for its secrets."""

from __future__ import annotations

from functools import lru_cache

from storagelint.judging.credentials import masked
from storagelint.patterns import pattern

_SECRETS = (
    pattern(r"(?<=://)([^\s:@/'\"`<>]{0,200}:)([^\s@/'\"`<>]{1,500})(?=@)"),
    pattern(
        r"(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)[\"'`]?"
        r"[ \t]{0,8}(?::|=|[ \t]|=>|by|IS)[ \t]{0,8}[\"'])([^\"'\n]{1,500})(?=[\"'])"
    ),
    pattern(
        r"(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)=)"
        r"((?:[^\s\"'`|;,&<>()/]|/(?![\w.-]{1,100}\.(?:md|json|toml)\b)){1,500})"
    ),
    pattern(
        r"(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)[\"'`*]{0,3}"
        r"(?:[ \t]{0,8}(?::[ \t]{0,8}|=[ \t]{1,8})|[ \t]{1,8}=))"
        r"(?!(?:argon2|bcrypt|sha-?\d|md5|utf|u?int\d|base\d))"
        r"(?=[^\s\"'`|;,&<>()\d]{0,100}\d)(?=[^\sA-Za-z]{0,100}[A-Za-z])"
        r"([^\s\"'`|;,&<>()\[\]{}]{6,500}+)(?![(\[{])"
    ),
)
_HINTS = ("://", "passw", "pwd", "secret", "token", "key")
"""In lower case: a text without any of them has no secret of these forms."""
_MASK = "****"
_SHORT_TEXT = 200


def mask(text: str) -> str:
    """The text with the passwords of URLs and of `password: ...`, and tokens, as asterisks."""
    return _mask_short(text) if len(text) <= _SHORT_TEXT else _mask(text)


def _mask(text: str) -> str:
    lowered = text.casefold()
    for secret in _SECRETS if any(hint in lowered for hint in _HINTS) else ():
        text = secret.sub(lambda found: found[1] + _MASK, text)
    return masked(text, _MASK)


_mask_short = lru_cache(maxsize=4096)(_mask)
"""Codes, names and paths stand in every finding."""
