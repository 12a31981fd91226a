"""`orders(id pk, total numeric)` or `orders  id pk, total numeric` in a fence -> Schema."""

from __future__ import annotations

import re
from typing import NamedTuple

from storagelint.markdown import Fence
from storagelint.model import Definition, Field, Form, TypeFamily
from storagelint.patterns import pattern
from storagelint.reading.fields import set_type
from storagelint.reading.schemas.schema import Schema
from storagelint.reading.words.types import canonical_type

_COMMENT = pattern(r"\s--\s.*|^--.*|\s(?://|#)\s.*", re.DOTALL)
_CALL = pattern(r"(?P<name>[A-Za-z_][\w.]*)\s?\((?P<list>.*)\)\s*+(?:;\s*+)?\Z", re.DOTALL)
_SPACED = pattern(r"(?P<name>[a-z_][\w.]*)\s{2,}(?P<list>\S.*)\Z", re.DOTALL)
_ITEM = pattern(r"(?P<name>[A-Za-z_]\w*(?:/[A-Za-z_]\w*){0,3})\??(?=\s|\Z|\()")
_KEY_ITEM = pattern(r"PRIMARY\s+KEY\s*\((?P<names>[^()]*)\)\Z", re.IGNORECASE)
_KEY_GROUP = pattern(r"\((?P<names>[^()]*)\)\s*(?:pk|primary\s+key)\Z", re.IGNORECASE)
_TABLE_ITEM = pattern(r"(?:FOREIGN\s+KEY|UNIQUE|CHECK|INDEX|KEY)\s*\(", re.IGNORECASE)
_MARK = pattern(r"\b(pk|primary key|fk|unique|uk|not null|null)\b", re.IGNORECASE)
_ASIDE = pattern(r"\([^()]*\)")
_TELLING = pattern(r"\b(?:pk|fk|primary\s+key)\b|(?:\b|_)id\b", re.IGNORECASE)
_SHARE = 0.7
"""The least share of entries, and of the items of an entry, that must read as such."""
_MAX_LINES = 1_000
_MAX_ENTRY = 4_000
_MAX_FIELDS = 200


class _Entry(NamedTuple):
    """A table and its list, on one line or on several."""

    name: str
    listed: str
    line: int
    end_line: int
    called: bool
    comment: str
    """What stands behind it as a comment."""


def read_compact_schema(fence: Fence) -> Schema:
    """The tables of a fence that writes each as a name with a list of columns.

    Gives an empty schema where too many entries are anything else. Never raises.
    """
    schema = Schema()
    if len(fence.lines) > _MAX_LINES:
        return schema
    entries = _entries(fence)
    if not entries or (len(entries) < 2 and not entries[0].called):
        return schema
    if not any(_TELLING.search(entry.listed) for entry in entries):
        return schema
    read = (_definition(fence, entry) for entry in entries)
    definitions = [definition for definition in read if definition is not None]
    if len(definitions) >= _SHARE * len(entries):
        schema.definitions = definitions
        schema.statements = len(definitions)
    return schema


def _entries(fence: Fence) -> list[_Entry]:
    """The entries, each with the lines indented below it; empty where too many are none."""
    groups: list[tuple[int, int, list[str]]] = []
    for number, line in enumerate(fence.lines):
        text = _COMMENT.sub("", line).rstrip()
        if not text.strip() or len(text) > _MAX_ENTRY:
            continue
        if text[0].isspace() and groups:
            first, _, lines = groups[-1]
            groups[-1] = (first, number, [*lines, text.strip()])
        else:
            groups.append((number, number, [text]))
    entries = []
    for first, last, lines in groups:
        text = " ".join(lines) if len(lines) <= 100 else ""
        call = _CALL.match(text)
        match = call or _SPACED.match(text)
        if match is None or len(text) > _MAX_ENTRY or "," not in match["list"]:
            continue
        comment = " ".join(map(_comment, fence.lines[first : last + 1]))
        entries.append(
            _Entry(match["name"], match["list"], first, last, call is not None, comment.strip())
        )
    return entries if len(entries) >= _SHARE * len(groups) else []


def _comment(line: str) -> str:
    found = _COMMENT.search(line)
    return found[0].strip(" -/#") if found else ""


def _definition(fence: Fence, entry: _Entry) -> Definition | None:
    at = fence.lines[entry.line].find(entry.name)
    definition = Definition(
        name=entry.name,
        form=Form.TEXT,
        span=fence.span(entry.line, at, at + len(entry.name)),
        line=fence.first_line + entry.line,
        end_line=fence.first_line + entry.end_line,
        comment=entry.comment or None,
    )
    items = _items(entry.listed)[:_MAX_FIELDS]
    for item in items:
        key = _KEY_ITEM.match(item) or _KEY_GROUP.match(item)
        if key:
            names = [name.strip() for name in key["names"].split(",")]
            definition.primary_key = tuple(name for name in names if name)
            if item.startswith("("):
                own = [_field(fence, entry, name, "") for name in definition.primary_key]
                definition.fields += own
        elif not _TABLE_ITEM.match(item):
            match = _ITEM.match(item)
            if match is None:
                continue
            rest = item[match.end() :]
            names = match["name"].split("/")
            definition.fields += [_field(fence, entry, name, rest) for name in names]
    enough = max(2, _SHARE * (len(items) - 1))
    return definition if len(definition.fields) >= enough else None


def _items(listed: str) -> list[str]:
    items, depth, start = [], 0, 0
    for position, letter in enumerate(listed):
        if letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
        elif letter == "," and depth <= 0:
            items.append(listed[start:position].strip())
            start = position + 1
    return [item for item in (*items, listed[start:].strip()) if item]


def _field(fence: Fence, entry: _Entry, name: str, rest: str) -> Field:
    number = next(
        (
            at
            for at in range(entry.line, entry.end_line + 1)
            if re.search(rf"\b{name}\b", fence.lines[at])
        ),
        entry.line,
    )
    at = max(fence.lines[number].find(name), 0)
    field = Field(name=name, span=fence.span(number, at, at + len(name)))
    marks = {mark.casefold() for mark in _MARK.findall(rest)}
    field.primary_key = bool(marks & {"pk", "primary key"})
    field.foreign_key = "fk" in marks
    field.unique = bool(marks & {"unique", "uk"})
    if "not null" in marks or "null" in marks:
        field.nullable = "not null" not in marks
    written = _MARK.split(rest, maxsplit=1)[0].strip()
    bare = _ASIDE.sub("", written).strip()
    known = canonical_type(bare) if bare and len(bare.split()) <= 3 else None
    if known is not None and known.family is not TypeFamily.OTHER:
        set_type(field, written, field.span, Definition(name="", form=Form.TEXT))
    return field
