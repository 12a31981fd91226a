"""The text of a Mermaid diagram -> the same text as its grammar sees it, offset for offset."""

from __future__ import annotations

import html
import re

from storagelint.patterns import pattern

_COMMENT = pattern(r"[ \t\r\f\v]*%%(?!\{)[^\n]+")
_DIRECTIVE = pattern(r"%%\{\s*(?:\w+\s*:|\w+)\s*")
_DIRECTIVE_WORD = pattern(r"\w+\s*(?:\}%%)?")
_ENTITY_CODE = pattern(r"#(\w+);", re.ASCII)
_STYLED = pattern(r"style|classDef")
_COLOR = pattern(r":[^\s#:]*#")
_ATTRIBUTE_VALUE = pattern(r'="([^"]*)"')


def without_comments(text: str) -> str:
    """A diagram with front matter, directives and comments blanked; every offset stays."""
    text = _without_front_matter(text)
    if "%%{" in text:
        text = _without_directives(text)
    if "%%" in text:
        lines = text.split("\n")
        lines = [" " * len(line) if _COMMENT.match(line) else line for line in lines]
        text = "\n".join(lines)
    if "<" in text:
        text = _with_single_quotes_in_tags(text)
    if "#" in text:
        text = "\n".join(map(_without_semicolon, text.split("\n")))
        text = _ENTITY_CODE.sub(lambda code: f"\xb0{code[1]}\xb6", text)
    return text


def _without_semicolon(line: str) -> str:
    """A line whose last semicolon Mermaid takes out, to keep `fill:#f9f;` from being a code.

    Here it becomes a letter, which joins what stands before it as nothing would.
    """
    styled = _STYLED.search(line)
    color = _COLOR.search(line, styled.end()) if styled else None
    last = line.rfind(";", color.end()) if color else -1
    return line if last < 0 else f"{line[:last]}_{line[last + 1 :]}"


def decoded(text: str) -> str:
    """A text with the characters that its codes stand for: `a#35;b` is drawn as «a#b»."""
    return _ENTITY_CODE.sub(_character, text) if "#" in text else text


def _character(code: re.Match[str]) -> str:
    name = code[1]
    return html.unescape(f"&#{name};" if name.isdigit() else f"&{name};")


def _blank(text: str) -> str:
    return "".join("\n" if letter == "\n" else " " for letter in text)


def _without_front_matter(text: str) -> str:
    lines = text.split("\n")
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    if lines[0].strip() != "---":
        return text
    for number, line in enumerate(lines[2:], 2):
        if line.startswith(indent + "---") and not line[len(indent) + 3 :].strip():
            head = "\n".join(" " * len(line) for line in lines[: number + 1])
            return "\n".join([head, *lines[number + 1 :]])
    return text


def _without_directives(text: str) -> str:
    parts: list[str] = []
    end = 0
    for head in _DIRECTIVE.finditer(text):
        if head.start() < end:
            continue
        parts.append(text[end : head.start()])
        word = _DIRECTIVE_WORD.match(text, head.end())
        if word:
            end = word.end()
        else:
            close = text.find("}%%", head.end())
            end = len(text) if close < 0 else close + 3
        parts.append(_blank(text[head.start() : end]))
    return "".join([*parts, text[end:]])


def _with_single_quotes_in_tags(text: str) -> str:
    parts: list[str] = []
    done = 0
    close = -1
    start = text.find("<")
    while start >= 0:
        if close <= start:
            close = text.find(">", start)
        if close < 0:
            break
        if text[start + 1].isalnum():
            tag = _ATTRIBUTE_VALUE.sub(r"='\1'", text[start : close + 1])
            parts += (text[done:start], tag)
            done = start = close + 1
        else:
            start += 1
        start = text.find("<", start)
    return "".join([*parts, text[done:]])
