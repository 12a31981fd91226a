"""`{ name: String, // unique ... }` in a fence -> the fields that a document shape writes down."""

from __future__ import annotations

import re

from storagelint.markdown import Fence
from storagelint.model import Attribute, Definition, Field, Form, Index, Statement
from storagelint.patterns import pattern
from storagelint.reading.fields import add_constraints, set_type
from storagelint.reading.words.constraints import constraints_in_prose
from storagelint.reading.words.index_text import read_index_text
from storagelint.source import Span

_MEMBER = pattern(
    r"\s*[\"']?(?P<name>[A-Za-z_$][\w$-]*)[\"']?(?P<optional>\?)?\s*+:\s*+(?P<value>\S(?:.*\S)?)?\s*+\Z"
)
_OPENS = pattern(r"(?:(?P<list>\[)\s*)?\{\s*\Z|(?P<array>\[)\s*\Z")
_INDEX = pattern(r"\s*\{\s*[\"']?[\w.$]+[\"']?\s*:\s*(?:-?1|[\"']\w+[\"'])\s*(?:,[^{}]*)?\}")
_COMMENT = pattern(r"(?:(?<!\s)\s+)?(?<![:\"'])//(?P<text>.*)", re.DOTALL)
_MAX_LINES = 2_000
_MAX_LINE = 500
_MAX_DEPTH = 12


def read_object_shape(fence: Fence, name: str, span: Span) -> tuple[Definition, list[Index]] | None:
    """The definition of a shape written a member a line, and the indexes that follow it.

    Nested members go by their path: `lamp.on`, `messages[].text`. None where the fence does not
    begin with a brace or holds no member. Never raises.
    """
    if not fence.lines or len(fence.lines) > _MAX_LINES or not fence.text.lstrip().startswith("{"):
        return None
    definition = Definition(
        name=name, form=Form.JSON, span=span, line=fence.line, end_line=fence.end_line
    )
    indexes: list[Index] = []
    prefixes: list[str] = []
    closed = False
    for number, line in enumerate(fence.lines):
        if len(line) > _MAX_LINE or not line.strip():
            continue
        comment = _COMMENT.search(line)
        code = line[: comment.start()].rstrip() if comment else line.rstrip()
        said = comment["text"].strip() if comment else ""
        if closed:
            indexes += _indexes(fence, number, code, said, name)
        elif code.strip() == "{":
            prefixes.append(prefixes[-1] if prefixes else "")
        elif code.lstrip()[:1] in ("}", "]"):
            del prefixes[-1:]
            closed = not prefixes
        elif member := _MEMBER.match(code):
            prefix = prefixes[-1] if prefixes else ""
            value = (member["value"] or "").rstrip(",").strip()
            opens = _OPENS.search(value)
            if len(prefixes) > _MAX_DEPTH:
                return None
            listed = bool(opens and (opens["list"] or opens["array"]))
            written = ("array" if listed else "object") if opens else value
            _add(definition, fence, number, member, prefix, written, said)
            if opens:
                mark = "[]" if listed else ""
                prefixes.append(f"{prefix}{member['name']}{mark}.")
    return (definition, indexes) if definition.fields else None


def _add(
    definition: Definition,
    fence: Fence,
    number: int,
    member: re.Match[str],
    prefix: str,
    written: str,
    said: str,
) -> None:
    span = fence.span(number, member.start("name"), member.end("name"))
    field = Field(name=prefix + member["name"], span=span)
    if written and len(written) < 80:
        set_type(field, written, span, definition)
    if member["optional"]:
        field.nullable = True
        field.stated[Attribute.NULLABLE] = Statement(span, f"{member['name']}?")
    if said:
        field.description = said
        field.stated[Attribute.DESCRIPTION] = Statement(span, said)
        add_constraints(field, constraints_in_prose(said), said, span, definition, inferred=True)
    definition.fields.append(field)


def _indexes(fence: Fence, number: int, code: str, said: str, entity: str) -> list[Index]:
    """`{ email: 1 }  // unique` below the shape."""
    if not _INDEX.match(code):
        return []
    found = read_index_text(code, fence.span(number, 0, len(code)), Form.JSON)
    for index in found:
        index.entity = entity
        index.unique = index.unique or said.casefold().startswith("unique")
    return found
