"""Bullets as fields: `- `x` (T, ...)`, `- **x**: T ...`, `- x: T`, several names a bullet."""

from __future__ import annotations

import re

from storagelint.markdown import ItemList, ListItem, code_spans, plain
from storagelint.model import (
    Attribute,
    ConstraintKind,
    Definition,
    Field,
    Form,
    Statement,
    TypeFamily,
)
from storagelint.patterns import pattern
from storagelint.reading.fields import add_constraints, field_names, new_field, set_type
from storagelint.reading.words.constraints import constraints_in_prose, read_constraints
from storagelint.reading.words.types import canonical_type, split_type
from storagelint.source import Span

_NAME = pattern(
    r"(?:`(?P<code>[^`]+)`|\*\*`?(?P<bold>[^*`]+)`?\*\*|(?P<bare>[A-Za-z_][\w.\[\]]*\??))(?P<colon>:?)"
)
_CODE_PAIR = pattern(r"(?P<name>[A-Za-z_][\w.\[\]]*\??)\s*:\s*(?P<type>.+)\Z")
_ROUND = pattern(r"\s*[(（](?P<inside>(?:[^()（）]|[(（][^()（）]*[)）])*)[)）]")
_AFTER = pattern(r"\s*(?:[:：]|—|–|-(?=\s))\s*")
_CODE_LIST = pattern(
    r"(?:(?:\*\*)?[A-Z][\w &/-]{2,40}:(?:\*\*)?\s+)?"
    r"(?P<codes>(?:(?:optional |and |or )?`[^`\n]+`(?:\s*+\([^()\n]*\))?\s*(?:,\s*|$"
    r"|(?=[.;:—–(-])|\s(?=and\s`)))+)"
)
_WORD_LIST = pattern(r"\s*[a-z][\w-]{0,40}(?:\s*,\s*[a-z][\w-]{0,40}){1,30}\s*")
_SHAPE = pattern(r"\{\s*[\"'\w]|\[\s*\{")
_TYPE_FOLLOWS = pattern(r"\s*[:：]\s*\S|\s*[(（]")
_ENTITY_ITEM = pattern(
    r"\*\*`?(?P<name>[a-z][a-z0-9]*(?:_[a-z0-9]+)*|[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)*)`?\*\*"
    r"\s*(?:[:：]|—|–|-)\s*(?=`)"
)
_NAME_ITEM = pattern(
    r"`(?P<code>[A-Za-z_]\w*)\??`|(?P<bare>[a-z_]\w*)\??(?=\s*(?:[:：(（,]|\Z|—|–|->|→))"
)
_TELLING = frozenset(
    [
        ConstraintKind.PRIMARY_KEY,
        ConstraintKind.FOREIGN_KEY,
        ConstraintKind.UNIQUE,
        ConstraintKind.NOT_NULL,
        ConstraintKind.NULL,
        ConstraintKind.INDEX,
        ConstraintKind.AUTO_INCREMENT,
        ConstraintKind.GENERATED,
    ]
)
_ASIDE = pattern(r"\([^()\n]*\)")
_NESTED = pattern(r"(?:(?<!\s)\s+)?[\[{].*")
_MORE_NAMES = pattern(r"\s*(?:,|/|、|and)\s*`([^`]+)`")


def read_bullet_fields(block: ItemList, name: str, span: Span) -> Definition | None:
    """The definition that a list of fields gives; None where most items are no fields."""
    definition = Definition(
        name=name, form=Form.BULLETS, span=span, line=block.line, end_line=block.end_line
    )
    read = [_item_fields(item, definition) for item in block.items]
    hits = sum(bool(fields) for fields in read)
    if not hits or hits < 0.6 * len(block.items):
        return None
    for fields in read:
        definition.fields.extend(fields)
    return definition


def read_field_lists(block: ItemList) -> list[Definition]:
    """`- **users**: `id`, `email``: an entity an item; empty where an item is anything else."""
    found: list[Definition] = []
    for item in block.items:
        head = _ENTITY_ITEM.match(item.raw)
        fields = _listed_names(item, head.end()) if head is not None else []
        if head is None or not fields:
            return []
        name = head["name"]
        definition = Definition(name=name, form=Form.BULLETS, span=_name_span(item, name))
        definition.line, definition.end_line = item.line, item.end_line
        definition.fields = fields
        found.append(definition)
    return found


def looks_like_fields(block: ItemList) -> bool:
    """Whether a list is one of fields by its form alone, without a heading that says so."""
    if len(block.items) < 2:
        return False
    scratch = Definition(name="", form=Form.BULLETS)
    strong = 0
    for item in block.items:
        fields = _item_fields(item, scratch)
        strong += bool(fields) and any(_evident(field) for field in fields)
    return strong >= 2 and strong >= 0.5 * len(block.items)


def mostly_names(block: ItemList) -> bool:
    """Whether most items begin with names in code marks: enough below an entity's own heading."""
    hits = sum(bool(_CODE_LIST.match(item.raw)) for item in block.items)
    return hits >= 0.6 * len(block.items)


def begins_with_names(block: ItemList) -> list[str]:
    """The name that begins each item, in code marks or bare; empty where an item is another."""
    names = []
    for item in block.items:
        match = _NAME_ITEM.match(item.raw)
        if match is None:
            continue
        names.append(match["code"] or match["bare"])
    return names if len(names) >= 2 and len(names) >= 0.8 * len(block.items) else []


def _evident(field: Field) -> bool:
    """Whether a field shows a type that is known, or a key or constraint."""
    if field.primary_key or field.references or field.nullable is not None or field.unique:
        return True
    return field.canonical is not None and field.canonical.family is not TypeFamily.OTHER


def _item_fields(item: ListItem, definition: Definition) -> list[Field]:
    raw = item.raw
    listed = _listed_names(item)
    if listed:
        return listed
    match = _NAME.match(raw)
    if not match or len(raw) > 2000:
        return []
    shown = match["code"] or match["bold"] or match["bare"]
    rest = raw[match.end() :]
    pair = _CODE_PAIR.match(shown) if match["code"] else None
    names: list[tuple[str, bool, str]]
    if pair:
        names = field_names(pair["name"])
        type_text: str | None = pair["type"]
    else:
        names = field_names(shown.rstrip(":："))
        type_text = None
    if match["bare"] and (several := _several_names(raw)):
        return [new_field(name, _name_span(item, name)) for name in several]
    if match["bare"] and not (match["colon"] or _ROUND.match(rest) or not rest.strip()):
        return []
    if not names or (match["bold"] and " " in shown.strip()):
        return []
    if match["code"] and not pair:
        while more := _MORE_NAMES.match(rest):
            names += field_names(more[1])
            rest = rest[more.end() :]
    found = []
    for name, optional, aside in names:
        field = new_field(name, _name_span(item, name), optional)
        if aside:
            add_constraints(
                field, read_constraints(aside), aside, item.span, definition, quiet=True
            )
        _read_rest(
            field,
            type_text,
            rest,
            item,
            definition,
            had_colon=bool(match["colon"]) or shown.endswith((":", "：")),
        )
        found.append(field)
    return found


def _several_names(raw: str) -> list[str]:
    """`createdAt, updatedAt`: identifiers of two words and more; empty where one is another."""
    parts = [part.strip().rstrip("?") for part in raw.split(",")]
    compound = (
        part.isidentifier() and part.isascii() and ("_" in part or not part[1:].islower())
        for part in parts
    )
    return parts if 1 < len(parts) <= 20 and all(compound) else []


def _listed_names(item: ListItem, start: int = 0) -> list[Field]:
    """`Profile: `name`, `bio`, `avatar`` or `` `id`, `email`, `role` ``: a field a code span."""
    match = _CODE_LIST.match(item.raw, start)
    codes = code_spans(_ASIDE.sub("", match["codes"])) if match else []
    if match is None or len(codes) < 2 or _TYPE_FOLLOWS.match(item.raw, match.end()):
        return []
    found = []
    for _, _, code in codes:
        bare = _NESTED.sub("", code)
        for name, optional, _ in field_names(bare):
            found.append(new_field(name, _name_span(item, name), optional))
    return found


def _name_span(item: ListItem, name: str) -> Span:
    at = item.raw.split("\n", 1)[0].find(name)
    line, column, _, _ = item.span
    return Span(line, column + max(at, 0), line, column + max(at, 0) + len(name))


def _read_rest(
    field: Field,
    type_text: str | None,
    rest: str,
    item: ListItem,
    definition: Definition,
    had_colon: bool,
) -> None:
    span = item.span
    inside = _ROUND.match(rest)
    if type_text is not None:
        set_type(field, plain(type_text), span, definition)
    elif inside:
        _type_and_constraints(field, plain(inside["inside"]), span, definition)
    if inside:
        rest = rest[inside.end() :]
    after = _AFTER.match(rest)
    if after:
        rest = rest[after.end() :]
    elif had_colon:
        rest = rest.lstrip()
    elif rest.strip() and not inside and type_text is None:
        pass
    text = plain(rest.replace("\n", " "))
    if text and field.type is None and not inside:
        colon = had_colon or (after is not None and after[0].strip() in (":", "："))
        if colon or (after is not None and _is_type(_top_level_comma(text)[0])):
            text = _leading_type(field, text, rest, span, definition)
    if text:
        field.description = text
        field.stated[Attribute.DESCRIPTION] = Statement(span, text)
        found = constraints_in_prose(text, rest)
        add_constraints(field, found, text, span, definition, inferred=True)


def _is_type(text: str) -> bool:
    """Whether text is a type and nothing more."""
    known = canonical_type(text) if len(text.split()) <= 2 else None
    return known is not None and known.family is not TypeFamily.OTHER


def _leading_type(field: Field, text: str, raw: str, span: Span, definition: Definition) -> str:
    """Take `UUID, PK - text` or `string (required)` from the front of what follows the colon."""
    head, dash, tail = _first_dash(text)
    first = split_type(_top_level_comma(head)[0])
    words = first.type.split()
    known = canonical_type(first.type) if first.type and len(words) <= 4 else None
    if _SHAPE.match(raw.lstrip("`")):
        set_type(field, "array" if raw.lstrip("`").startswith("[") else "object", span, definition)
        return text
    if known is None or known.family is TypeFamily.OTHER:
        codes = code_spans(raw)
        if (
            codes
            and raw.lstrip().startswith("`")
            and len(codes[0][2].split()) <= 2
            and canonical_type(codes[0][2])
        ):
            set_type(field, codes[0][2], span, definition)
            return text[len(codes[0][2]) :].lstrip(" ,-—–:")
        quiet = read_constraints(head) if len(head) < 60 else []
        if any(c.kind not in (ConstraintKind.OTHER, ConstraintKind.UNKNOWN) for c in quiet):
            add_constraints(field, quiet, head, span, definition, quiet=True)
        return text
    _type_and_constraints(field, head, span, definition)
    return tail if dash else ""


def _first_dash(text: str) -> tuple[str, str, str]:
    match = re.search(r"(?<!\s)\s++(?:—|–|--?)\s+", text)
    if not match:
        return text, "", ""
    return text[: match.start()], match[0], text[match.end() :]


def _type_and_constraints(field: Field, text: str, span: Span, definition: Definition) -> None:
    """`uint, required, indexed`: the type first, then constraints."""
    listed, _, rest = text.partition(";")
    values = _plain_words(listed)
    if values:
        field.enum = values
        field.stated[Attribute.ENUM] = Statement(span, listed)
        add_constraints(field, read_constraints(rest), text, span, definition, quiet=True)
        return
    head, _, tail = _top_level_comma(text)
    head_type = split_type(head)
    known = canonical_type(head_type.type) if head_type.type else None
    lone = read_constraints(head)
    says_constraint = any(
        c.kind not in (ConstraintKind.OTHER, ConstraintKind.UNKNOWN, ConstraintKind.ENUM)
        for c in lone
    )
    if head_type.type and (
        (known is not None and known.family is not TypeFamily.OTHER) or not says_constraint
    ):
        unknown = known is None or known.family is TypeFamily.OTHER
        if unknown and len(head.split()) > 1 and "`" not in head and head_type.type == head:
            field.description = text
            field.stated[Attribute.DESCRIPTION] = Statement(span, text)
        elif len(head.split()) <= 5 or known is not None:
            set_type(field, head, span, definition)
    else:
        tail = text
    if tail:
        stated = [each for each in read_constraints(tail) if each.kind is not ConstraintKind.OTHER]
        add_constraints(field, stated, text, span, definition)


def _plain_words(text: str) -> tuple[str, ...]:
    """`admin, editor, viewer`: the values of an enum; empty where a word is a type or a key."""
    if not _WORD_LIST.fullmatch(text):
        return ()
    words = tuple(part.strip() for part in text.split(","))
    for word in words:
        known = canonical_type(word)
        if known is not None and known.family is not TypeFamily.OTHER:
            return ()
        if any(each.kind in _TELLING for each in read_constraints(word)):
            return ()
    return words


def _top_level_comma(text: str) -> tuple[str, str, str]:
    depth = 0
    for position, letter in enumerate(text):
        if letter in "([<{（":
            depth += 1
        elif letter in ")]>}）":
            depth -= 1
        elif letter in ",;，；" and depth <= 0:
            return text[:position].strip(), letter, text[position + 1 :].strip()
    return text.strip(), "", ""
