"""A fence of DBML -> Schema: tables with settings, Ref lines, indexes and enums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from storagelint.markdown import Fence
from storagelint.model.facts import (
    Attribute,
    Cardinality,
    Constraint,
    ConstraintKind,
    Definition,
    EntityKind,
    Field,
    Form,
    Index,
    IndexField,
    Reference,
    Relationship,
    Statement,
)
from storagelint.patterns import pattern
from storagelint.reading.schemas.schema import UNREADABLE, Problem, Schema

_NAME = r'(?:"[^"\n]+"|[\w.]+)'
_LIST = r'\((?:"[^"\n]*"|[^()"\n])*\)'
_STEP = r'(?:"[^"\n]+"|\w++)'
_PATH = rf"{_STEP}(?:\.{_STEP})*+(?:\.{_LIST})?"
_SIDE = pattern(rf"(?P<steps>{_STEP}(?:\.{_STEP})*)(?:\.(?P<list>{_LIST}))?")
_TABLE = pattern(
    rf"^\s*(?:Table|TablePartial)\s+({_NAME}(?:\.{_NAME})?)[^{{\n]*(\{{)?", re.IGNORECASE
)
_ENUM = pattern(rf"^\s*Enum\s+({_NAME}(?:\.{_NAME})?)\s*\{{?", re.IGNORECASE)
_COLUMN = pattern(
    r'^\s*("[^"\n]+"|\w+)\s+("[^"\n]+"|\w+(?:\.\w+)*(?:\([^()\n]*\))?(?:\[\])*)\s*(\[.*)?'
)
_REF = pattern(
    rf"^\s*+Ref\b(?:[^:{{\n]*+[:{{])?\s*+(?P<left>{_PATH})\s*+(?P<sign><>|<|>|-)"
    rf"\s*+(?P<right>{_PATH})\s*(?P<settings>\[.*)?",
    re.IGNORECASE,
)
_PART = pattern(r'"[^"\n]*"|`[^`\n]*`|[^\s,()."`]+')
_QUOTED = pattern(r"\"[^\"\n]*\"|`[^`\n]*`|(?<!\\)'(?:[^'\\\n]|\\.)*+'(?!')")
_INDEX = pattern(
    r"^\s*(\((?:\"[^\"\n]*\"|`[^`\n]*`|[^()\"`\n])*\)|`[^`\n]+`|\"[^\"\n]+\"|\w+)\s*(\[.*)?"
)
_SETTING = pattern(r"(?:'(?:[^'\\\n]|\\.)*+'?|`[^`\n]*`|\"[^\"\n]*\"|[^,\]'`\"\n])+")
_PART_OF_INDEX = pattern(r'"[^"\n]*"|`[^`\n]*`|[^(),"`]+')
_ESCAPED = pattern(r"\\(.)")
_DESCENDING = pattern(r"(?<!\s)\s++(?:(desc)|asc)\s*$", re.IGNORECASE)
_CARDINALITIES = {
    "<": Cardinality.ONE_TO_MANY,
    ">": Cardinality.MANY_TO_ONE,
    "-": Cardinality.ONE_TO_ONE,
    "<>": Cardinality.MANY_TO_MANY,
}


def read_dbml(fence: Fence) -> Schema:
    """What a fence of DBML defines; never raises, whatever the text."""
    schema = Schema()
    keys: list[_Key] = []
    table: Definition | None = None
    values: list[str] | None = None
    in_indexes = in_note = False
    for number, line in enumerate(fence.lines):
        text = _without_comment(line)
        bare = text.strip()
        if "'''" in bare and _QUOTED.sub("", bare).count("'''") == 1:
            in_note = not in_note
            continue
        if in_note or not bare or bare.startswith("..."):
            continue
        if found := _REF.match(text):
            keys += _read_ref(fence, schema, number, found)
        elif found := _TABLE.match(text) if table is None and values is None else None:
            table = Definition(
                span=fence.span(number, found.start(1), found.end(1)),
                name=_unquoted(found[1]),
                form=Form.DBML,
                kind=EntityKind.TABLE,
                line=fence.first_line + number,
                end_line=fence.first_line + number,
            )
            schema.definitions.append(table)
            schema.statements += 1
            inside = text[found.end() :].rstrip()
            if found[2] and inside.endswith("}"):
                _read_one_line(fence, table, number, found.end(), inside[:-1])
                table = None
        elif found := _ENUM.match(text) if table is None else None:
            values = []
            schema.user_types[_unquoted(found[1])] = ()
            schema.statements += 1
        elif bare.startswith("}"):
            if in_indexes:
                in_indexes = False
            elif table is not None:
                table.end_line = fence.first_line + number
                table = None
            elif values is not None:
                schema.user_types[next(reversed(schema.user_types))] = tuple(values)
                values = None
        elif values is not None:
            values.append(_unquoted(bare.partition("[")[0].strip()))
        elif table is None:
            continue
        elif re.match(r"indexes\b", bare, re.IGNORECASE):
            in_indexes = True
        elif in_indexes:
            _read_index(fence, schema, table, number, text)
        elif re.match(r"note\s*:", bare, re.IGNORECASE):
            table.comment = _said(bare.partition(":")[2])
        elif bare != "{" and not _read_column(fence, table, number, 0, text):
            place = fence.span(number)
            message = f"column of table {table.name} cannot be read"
            schema.problems.append(Problem(place, UNREADABLE, message))
    for key in keys:
        _state_key(schema, key)
    return schema


class _Key(NamedTuple):
    """The foreign key that a Ref line states."""

    table: str
    fields: tuple[str, ...]
    reference: Reference


def _state_key(schema: Schema, key: _Key) -> None:
    """Lets what a Ref line names carry the reference: its field, or its table for several."""
    definition = schema.definition(key.table)
    if definition is not None and len(key.fields) > 1:
        definition.references.append(key.reference)
    for field in definition.fields if definition else ():
        if key.fields == (field.name,) and field.references is None:
            field.references = key.reference
            field.foreign_key = True


def _read_one_line(fence: Fence, table: Definition, number: int, offset: int, inside: str) -> None:
    """Reads `Table users { id int }`."""
    for part in re.split("[;,]", inside):
        _read_column(fence, table, number, offset, part)
        offset += len(part) + 1


def _without_comment(line: str) -> str:
    """A line without the comment at its end; `//` in quotes is none."""
    if "//" not in line:
        return line
    hidden = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), line)
    at = hidden.find("//")
    return line if at < 0 else line[:at]


def _said(text: str) -> str:
    """What a note in quotes says."""
    text = text.strip()
    if text[:1] in ("'", '"') and text[:1] == text[-1:]:
        text = text[1:-1] if not text.startswith("'''") else text.strip("'")
    return _ESCAPED.sub(r"\1", text).strip()


def _unquoted(name: str) -> str:
    return name.replace('"', "")


def _settings(text: str | None) -> list[str]:
    if not text:
        return []
    return [part.strip() for part in _SETTING.findall(text[1:]) if part.strip()]


def _read_column(fence: Fence, table: Definition, number: int, offset: int, text: str) -> bool:
    found = _COLUMN.match(text)
    if found is None:
        return False
    place = fence.span(number, offset + found.start(1), offset + found.end(1))
    field = Field(span=place, name=_unquoted(found[1]), type=_unquoted(found[2]))
    place = fence.span(number, offset + found.start(2), offset + found.end(2))
    field.stated[Attribute.TYPE] = Statement(place, field.type or "")
    for setting in _settings(found[3]):
        at = offset + text.find(setting, found.start(3))
        place = fence.span(number, at, at + len(setting))
        key, _, value = (part.strip() for part in setting.partition(":"))
        attribute: Attribute | None = None
        kind = ConstraintKind.OTHER
        match key.lower():
            case "pk" | "primary key":
                field.primary_key = True
                attribute, kind = Attribute.PRIMARY_KEY, ConstraintKind.PRIMARY_KEY
            case "not null":
                field.nullable = False
                attribute, kind = Attribute.NULLABLE, ConstraintKind.NOT_NULL
            case "null":
                field.nullable = True
                attribute, kind = Attribute.NULLABLE, ConstraintKind.NULL
            case "unique":
                field.unique = True
                attribute, kind = Attribute.UNIQUE, ConstraintKind.UNIQUE
            case "increment":
                field.generated = True
                kind = ConstraintKind.AUTO_INCREMENT
            case "default":
                field.default = value.strip("`") or None
                attribute, kind = Attribute.DEFAULT, ConstraintKind.DEFAULT
            case "note":
                field.description = _said(value)
                continue
            case "ref":
                target, columns = _side(value.lstrip("<>- "))
                if columns:
                    field.foreign_key = True
                    field.references = Reference(span=place, entity=target, field=columns[0])
                attribute, kind = Attribute.REFERENCES, ConstraintKind.FOREIGN_KEY
            case _:
                pass
        field.constraints.append(Constraint(span=place, kind=kind, text=setting))
        if attribute is not None:
            field.stated[attribute] = Statement(place, setting)
    table.fields.append(field)
    return True


def _read_index(fence: Fence, schema: Schema, table: Definition, number: int, text: str) -> None:
    found = _INDEX.match(text)
    if found is None:
        return
    parts = [_part_of_index(part) for part in _PART_OF_INDEX.findall(found[1])]
    names = tuple(part.name for part in parts if part.name)
    settings = {
        key.strip().lower(): value.strip()
        for key, _, value in (setting.partition(":") for setting in _settings(found[2]))
    }
    if "pk" in settings:
        table.primary_key = names
        return
    unique = "unique" in settings
    if unique and len(names) > 1:
        table.uniques.append(names)
    schema.indexes.append(
        Index(
            span=fence.span(number),
            name=_said(settings.get("name", "")) or None,
            entity=table.name,
            fields=[part for part in parts if part.name],
            unique=unique,
            method=settings.get("type", "").lower() or None,
            purpose=_said(settings.get("note", "")) or None,
            form=Form.DBML,
            fields_span=fence.span(number, found.start(1), found.end(1)),
        )
    )


def _part_of_index(part: str) -> IndexField:
    """A field, or in backticks an expression: `created_at DESC`."""
    order = _DESCENDING.search(part.strip("` "))
    if part.startswith("`") and order:
        name = part.strip("` ")[: order.start()]
        return IndexField(_unquoted(name), descending=bool(order[1]))
    return IndexField(_unquoted(part.strip(" `")))


def _read_ref(fence: Fence, schema: Schema, number: int, found: re.Match[str]) -> Iterator[_Key]:
    left, left_fields = _side(found["left"])
    right, right_fields = _side(found["right"])
    many_left = found["sign"] in (">", "-")
    fields = left_fields if many_left else right_fields
    schema.relationships.append(
        Relationship(
            span=fence.span(number),
            from_entity=left,
            to_entity=right,
            cardinality=_CARDINALITIES[found["sign"]],
            cardinality_text=found["sign"],
            field=", ".join(fields) or None,
            form=Form.DBML,
            from_span=fence.span(number, *found.span("left")),
            to_span=fence.span(number, *found.span("right")),
            cardinality_span=fence.span(number, *found.span("sign")),
        )
    )
    schema.statements += 1
    if found["sign"] != "<>":
        child, parent = (left, right) if many_left else (right, left)
        actions = dict(_setting(each) for each in _settings(found["settings"]))
        reference = Reference(
            span=fence.span(number),
            entity=parent,
            on_delete=actions.get("delete"),
            on_update=actions.get("update"),
        )
        targets = right_fields if many_left else left_fields
        if len(fields) > 1:
            reference.fields, reference.target_fields = fields, targets
        else:
            reference.field = targets[0] if targets else None
        yield _Key(child, fields, reference)


def _setting(text: str) -> tuple[str, str]:
    key, _, value = text.partition(":")
    return key.strip().lower(), value.strip().lower()


def _side(path: str) -> tuple[str, tuple[str, ...]]:
    """The table and the fields that a side of a Ref line names."""
    found = _SIDE.match(path)
    if found is None:
        return _unquoted(path), ()
    steps = [_unquoted(step) for step in _PART.findall(found["steps"])]
    if found["list"]:
        return ".".join(steps), tuple(map(_unquoted, _PART.findall(found["list"])))
    return (".".join(steps[:-1]), (steps[-1],)) if len(steps) > 1 else (steps[0], ())
