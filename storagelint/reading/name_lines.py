"""A line of names in code marks right below an entity's heading -> its fields."""

from __future__ import annotations

import re

from storagelint.markdown import Paragraph, code_spans
from storagelint.model import Attribute, Definition, Field, Form, Statement, TypeFamily
from storagelint.patterns import pattern
from storagelint.reading.fields import add_constraints, set_type
from storagelint.reading.words.constraints import read_constraints
from storagelint.reading.words.types import canonical_type
from storagelint.source import Span

_PART = pattern(
    r"\s*(?P<name>[A-Za-z_]\w{0,63})(?P<optional>\?)?\s*+"
    r"(?:[(（](?P<inside>[^()（）]*+(?:\([^()（）]*+\)[^()（）]*+)?)[)）]\s*+)?"
)
_VALUES = pattern(r"[A-Za-z]\w{0,40}(?:\s?[/|]\s?[A-Za-z]\w{0,40}){1,30}(?=\s|\Z)")
_COMMA = pattern(r"[,，、]")
_BETWEEN = pattern(r"[\s,，、.。]*\Z")
_MAX_LINE = 4_000


def read_name_line(block: Paragraph, name: str, span: Span) -> Definition | None:
    """The fields of `` `id, user_id, role(ADMIN/USER)` `` or of `` `id`, `user_id`, `role` ``.

    None where the paragraph holds anything else, or fewer than three names.
    """
    raw = block.raw
    if "\n" in raw.strip() or len(raw) > _MAX_LINE or not raw.lstrip().startswith("`"):
        return None
    codes = code_spans(raw)
    outside = raw
    for _, _, code in codes:
        outside = outside.replace(f"`{code}`", "", 1)
    if not _BETWEEN.match(outside):
        return None
    definition = Definition(
        name=name, form=Form.PROSE, span=span, line=block.line, end_line=block.end_line
    )
    at = 0
    for _, _, code in codes:
        at = raw.find(code, at)
        for start, part in _parts(code):
            match = _PART.fullmatch(part)
            if match is None:
                return None
            column = block.column + at + start + match.start("name")
            place = Span(block.line, column, block.line, column + len(match["name"]))
            definition.fields.append(_field(match, place, definition))
        at += len(code)
    return definition if len(definition.fields) > 2 else None


def _parts(code: str) -> list[tuple[int, str]]:
    """The pieces between the commas that stand outside brackets, each with where it begins."""
    parts: list[tuple[int, str]] = []
    start = depth = 0
    for position, letter in enumerate(code):
        depth += (letter in "(（") - (letter in ")）")
        if depth <= 0 and _COMMA.match(letter):
            parts.append((start, code[start:position]))
            start = position + 1
    return [*parts, (start, code[start:])]


def _field(match: re.Match[str], span: Span, definition: Definition) -> Field:
    field = Field(name=match["name"], span=span)
    if match["optional"]:
        field.nullable = True
        field.stated[Attribute.NULLABLE] = Statement(span, f"{match['name']}?")
    inside = (match["inside"] or "").strip()
    if not inside:
        return field
    values = _VALUES.match(inside)
    head = _parts(inside)[0][1].strip()
    known = canonical_type(head)
    if values:
        field.enum = tuple(part.strip() for part in re.split(r"[/|]", values[0]))
        field.stated[Attribute.ENUM] = Statement(span, inside)
    elif known is not None and known.family is not TypeFamily.OTHER:
        set_type(field, head, span, definition)
    else:
        field.description = inside
        field.stated[Attribute.DESCRIPTION] = Statement(span, inside)
    add_constraints(field, read_constraints(inside), inside, span, definition, quiet=True)
    return field
