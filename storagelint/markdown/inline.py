"""inline Markdown -> plain text: what a reader sees of a cell, a heading or a line."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from storagelint.patterns import pattern

_MARKUP = pattern(r"[\\`*~<&\[\]]")
_CODE = pattern(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPE = pattern(r"\\([!-/:-@\[-`{-~])")
_LINK = pattern(r"!?\[([^\[\]]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]]*\])")
_FOOTNOTE = pattern(r"\[\^[^\[\]\s]+\]")
_TAG = pattern(
    r"</?(?=[a-z])(?:a|abbr|b|big|br|center|code|del|details|div|em|font|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|"
    r"samp|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Tags of HTML only: `List<String>` is a type, `<name>` a placeholder."""
_AUTOLINK = pattern(r"<((?:https?|mailto):[^<>\s]*)>")
_BREAK = pattern(r"<br\s*/?>", re.IGNORECASE)
_STRONG = pattern(r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]*[^\s*])\1(?![\w*])|(\*\*)(?=\S)(.+?)(?<=\S)\3")
_UNDERLINE = pattern(r"(?<!\w)(_{1,2})(?=\S)([^_\n]*(?:_[^_\n]+){0,20}[^\s_])\1(?!\w)")
_OPENING = pattern(r"_(?<!\w_)")
"""The first underscore of a word; those inside of one are no markup."""
_STRIKE = pattern(r"~~(?=\S)([^~\n]*[^\s~])~~")
_HIDDEN = pattern("\x00(\\d+)\x00")


def has_markup(raw: str) -> bool:
    """Whether anything in inline Markdown may be markup: its plain text may be another."""
    return bool(_MARKUP.search(raw) or ("_" in raw and _OPENING.search(raw)))


@lru_cache(maxsize=8192)
def plain(raw: str) -> str:
    """The text of inline Markdown without code marks, emphasis, links, tags and escapes."""
    if not has_markup(raw):
        return raw.strip()
    if len(raw) > 20_000:
        return raw.strip()
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\x00{len(kept) - 1}\x00"

    text = raw.replace("\x00", "\ufffd")
    if "`" in text:
        text = _CODE.sub(lambda m: keep(m[2].strip() or m[2]), text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda m: keep(m[1]), text)
    if "<" in text:
        text = _BREAK.sub(" ", text)
        text = _AUTOLINK.sub(lambda m: keep(m[1]), text)
        text = _TAG.sub("", text)
    if "[" in text:
        text = _FOOTNOTE.sub("", text)
        text = _LINK.sub(r"\1", text)
    if "*" in text:
        for _ in range(2):
            text = _STRONG.sub(lambda m: m[2] if m[2] is not None else m[4], text)
    if "_" in text and _OPENING.search(text):
        text = _UNDERLINE.sub(r"\2", text)
    if "~~" in text:
        text = _STRIKE.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    while kept and _HIDDEN.search(text):
        text = _HIDDEN.sub(lambda m: kept[int(m[1])], text)
    return text.strip()


def code_spans(raw: str) -> list[tuple[int, int, str]]:
    """Each code span of inline Markdown: the offsets of its text in `raw`, and that text."""
    if "`" not in raw or len(raw) > 20_000:
        return []
    return [(m.start(2), m.end(2), m[2]) for m in _CODE.finditer(raw)]
