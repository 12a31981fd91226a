"""A fence of JSON -> Definition: the fields of a sample document or of a search mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from storagelint.markdown import Fence
from storagelint.model import Attribute, Definition, Field, Form, Statement
from storagelint.patterns import pattern
from storagelint.reading.words.types import canonical_type
from storagelint.source import Span

_MAX_BYTES = 65_536
_MAX_DEPTH = 24
_MAX_FIELDS = 500
_WRAPPED = pattern(r"\b(?:ObjectId|ISODate|NumberLong|NumberDecimal|UUID|new Date)\(([^()\n]*)\)")
_COMMENT = pattern(r"(?m)(?:^|(?<=[\s,{\[]))//[^\n]*$")
_LAST_COMMA = pattern(r",(?=\s*[}\]])")
_BARE_KEY = pattern(r"(?m)(?<=[{,\s])([A-Za-z_$][\w$]*)(?=\s*:)")
_TYPES = {bool: "boolean", int: "number", float: "number", str: "string"}
_TYPE_WORDS = frozenset(
    "string number boolean bool int integer long float double date datetime timestamp uuid objectid"
    " array object binary decimal text keyword".split()
)


def read_json_sample(fence: Fence, name: str, span: Span) -> Definition | None:
    """The definition that a sample document gives; None where the fence holds no JSON object.

    Nested fields go by their path: `lamp.on`, `messages[].text`. A type is that of the value, or
    the word that stands for the value where it names a type.
    """
    content = _parsed(fence.text)
    if isinstance(content, list) and content:
        content = content[0]
    if not isinstance(content, dict) or not content:
        return None
    definition = Definition(
        name=name, form=Form.JSON, span=span, line=fence.line, end_line=fence.end_line
    )
    mapping = _properties(content)
    read = _mapped(mapping) if mapping is not None else _sampled(content)
    for path, written in read:
        if len(definition.fields) == _MAX_FIELDS:
            break
        definition.fields.append(_field(fence, path, written))
    return definition


def _parsed(text: str) -> Any:
    if len(text) > _MAX_BYTES or not text.lstrip().startswith(("{", "[")) or _deep(text):
        return None
    try:
        return json.loads(text)
    except ValueError:
        pass
    text = _WRAPPED.sub(lambda match: match[1] if match[1][:1] == '"' else '"…"', text)
    text = _LAST_COMMA.sub("", _COMMENT.sub("", text))
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return json.loads(_BARE_KEY.sub(r'"\1"', text))
    except ValueError:
        return None


def _deep(text: str) -> bool:
    depth = deepest = 0
    for letter in text:
        if letter in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "}]":
            depth -= 1
    return deepest > _MAX_DEPTH


def _properties(content: dict[str, Any]) -> dict[str, Any] | None:
    """The properties of a search mapping or of a JSON schema, wherever they stand."""
    mappings = content.get("mappings", content)
    found = mappings.get("properties") if isinstance(mappings, dict) else None
    return found if isinstance(found, dict) else None


def _mapped(properties: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    waiting = [("", properties)]
    while waiting:
        prefix, level = waiting.pop()
        for key, value in level.items():
            inner = value.get("properties") if isinstance(value, dict) else None
            written = value.get("type") if isinstance(value, dict) else None
            if isinstance(inner, dict):
                waiting.append((f"{prefix}{key}.", inner))
            said = written if isinstance(written, str) else None
            yield f"{prefix}{key}", said or ("object" if isinstance(inner, dict) else None)


def _sampled(content: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    waiting = [("", content)]
    while waiting:
        prefix, level = waiting.pop()
        for key, value in level.items():
            path = f"{prefix}{key}"
            match value:
                case dict():
                    yield path, "object"
                    waiting.append((f"{path}.", value))
                case [dict() as first, *_]:
                    yield path, "array"
                    waiting.append((f"{path}[].", first))
                case list():
                    yield path, "array"
                case str() if value.casefold() in _TYPE_WORDS:
                    yield path, value
                case _:
                    yield path, _TYPES.get(type(value))


def _field(fence: Fence, path: str, written: str | None) -> Field:
    span = _place(fence, path.rpartition(".")[2].removesuffix("[]"))
    field = Field(name=path, type=written, span=span)
    if written:
        field.canonical = canonical_type(written)
        field.stated[Attribute.TYPE] = Statement(span, written, inferred=True)
    return field


def _place(fence: Fence, key: str) -> Span:
    for number, line in enumerate(fence.lines[:1000]):
        at = line.find(f'"{key}"')
        if at >= 0:
            return fence.span(number, at + 1, at + 1 + len(key))
    return fence.span(0, 0, len(fence.lines[0]) if fence.lines else 0)
