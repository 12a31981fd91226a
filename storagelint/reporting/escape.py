"""Text from documents -> text that can be shown: nothing invisible, nothing secret.

Every string that comes from a document, a file name or the settings leaves through here.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from storagelint.judging.pages.masking import mask
from storagelint.patterns import pattern

_UNSEEN = pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, line separators, text direction, invisible letters, no letters, lone surrogates."""
_LOG_COMMAND = pattern(r"##(?=\[|vso\[)")
"""What GitHub and Azure take for a command wherever it stands in a line of a log."""
_BYTES = 0xDC00
"""Added to a byte of a file name that is not UTF-8, as Python writes it (PEP 383)."""
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """One line of text in which every control, newline and text direction mark can be seen."""
    text = _UNSEEN.sub(lambda found: _SHORT.get(found[0]) or _code(found[0]), text)
    return _LOG_COMMAND.sub(r"##\\", text) if "##" in text else text


def shown(text: str) -> str:
    """Text from a document as it may be shown to a person: masked, then made visible."""
    return visible(mask(text))


def line_start(path: str) -> str:
    """A path as it may begin a line: no log of a pipeline takes the line for a command."""
    text = shown(path)
    return f"./{text}" if text.lstrip().startswith("::") else text


def uri(path: str) -> str:
    """A path as a relative reference of a URI (RFC 3986); nothing in it leads to another host."""
    masked_path = mask(path)
    try:
        data = masked_path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = masked_path.encode("utf-8", "surrogatepass")
    text = quote(data, safe="/-._~")
    return f".{text}" if text.startswith("//") else text


def json_text(data: Any, *, indent: int | None = 2) -> str:
    """JSON in which nothing invisible stands as itself and no string holds a secret."""
    text = json.dumps(_masked(data), ensure_ascii=False, indent=indent)
    text = _UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else _json_code(found[0]), text)
    return _LOG_COMMAND.sub(r"#\\u0023", text) if "##" in text else text


def _masked(data: Any) -> Any:
    match data:
        case str():
            return mask(data)
        case dict():
            return {key: _masked(value) for key, value in data.items()}
        case list() | tuple():
            return [_masked(value) for value in data]
    return data


def _is_byte(number: int) -> bool:
    """Whether the letter stands for a byte that is no text."""
    return _BYTES + 0x80 <= number < _BYTES + 0x100


def _code(letter: str) -> str:
    number = ord(letter)
    if _is_byte(number):
        number -= _BYTES
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _json_code(letter: str) -> str:
    number = ord(letter)
    if 0xD800 <= number < 0xE000:
        # A lone surrogate is no text: many readers refuse the JSON that holds one.
        return f"\\{_code(letter)}"
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
