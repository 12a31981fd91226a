"""A fence of DBML -> Schema: tables with settings, Ref lines, indexes and enums."""

from __future__ import annotations

import re

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
from storagelint.reading.schema import UNREADABLE, Problem, Schema

_NAME = r'(?:"[^"\n]+"|[\w.]+)'
_TABLE = pattern(
    rf"^\s*(?:Table|TablePartial)\s+({_NAME}(?:\.{_NAME})?)[^{{\n]*(\{{)?", re.IGNORECASE
)
_ENUM = pattern(rf"^\s*Enum\s+({_NAME}(?:\.{_NAME})?)\s*\{{?", re.IGNORECASE)
_COLUMN = pattern(
    r'^\s*("[^"\n]+"|\w+)\s+("[^"\n]+"|\w+(?:\.\w+)*(?:\([^()\n]*\))?(?:\[\])*)\s*(\[.*)?'
)
_REF = pattern(
    rf"^\s*Ref\b[^:{{\n]*[:{{]?\s*({_NAME})((?:\.{_NAME})*(?:\.\([^()\n]*\))?)\s*(<>|<|>|-)\s*"
    rf"({_NAME})((?:\.{_NAME})*(?:\.\([^()\n]*\))?)",
    re.IGNORECASE,
)
_INDEX = pattern(r"^\s*(\([^()\n]*\)|`[^`\n]+`|\w+)\s*(\[.*)?")
_SETTING = pattern(r"(?:'[^'\n]*'|`[^`\n]*`|\"[^\"\n]*\"|[^,\]'`\"\n])+")
_CARDINALITIES = {
    "<": Cardinality.ONE_TO_MANY,
    ">": Cardinality.MANY_TO_ONE,
    "-": Cardinality.ONE_TO_ONE,
    "<>": Cardinality.MANY_TO_MANY,
}


def read_dbml(fence: Fence) -> Schema:
    """What a fence of DBML defines; never raises, whatever the text."""
    schema = Schema()
    table: Definition | None = None
    values: list[str] | None = None
    in_indexes = in_note = False
    for number, line in enumerate(fence.lines):
        text = _without_comment(line)
        bare = text.strip()
        if bare.count("'''") == 1:
            in_note = not in_note
            continue
        if in_note or not bare or bare.startswith("..."):
            continue
        if found := _REF.match(text):
            _read_ref(fence, schema, number, found)
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
            table.comment = bare.partition(":")[2].strip().strip("'\"")
        elif bare != "{" and not _read_column(fence, table, number, 0, text):
            place = fence.span(number)
            message = f"column of table {table.name} cannot be read"
            schema.problems.append(Problem(place, UNREADABLE, message))
    for relationship in schema.relationships:
        _read_key(schema, relationship)
    return schema


def _read_key(schema: Schema, relationship: Relationship) -> None:
    """Lets the field that a Ref line names carry the reference."""
    swap = relationship.cardinality is Cardinality.ONE_TO_MANY
    source, target = relationship.from_entity, relationship.to_entity
    if swap:
        source, target = target, source
    definition = schema.definition(source)
    for field in definition.fields if definition else ():
        if field.name == relationship.field and field.references is None:
            field.references = Reference(span=relationship.span, entity=target)
            field.foreign_key = True


def _read_one_line(fence: Fence, table: Definition, number: int, offset: int, inside: str) -> None:
    """Reads `Table users { id int }`."""
    for part in re.split("[;,]", inside):
        _read_column(fence, table, number, offset, part)
        offset += len(part) + 1


def _without_comment(line: str) -> str:
    at = line.find("//")
    return line if at < 0 or line[:at].count("'") % 2 else line[:at]


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
                field.description = value.strip("'\"")
                continue
            case "ref":
                target, _, column = _unquoted(value.lstrip("<>- ")).rpartition(".")
                if target:
                    field.foreign_key = True
                    field.references = Reference(span=place, entity=target, field=column)
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
    names = tuple(_unquoted(name.strip(" `")) for name in found[1].strip("()").split(","))
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
            name=settings.get("name", "").strip("'\"") or None,
            entity=table.name,
            fields=[IndexField(name) for name in names if name],
            unique=unique,
            method=settings.get("type", "").lower() or None,
            purpose=settings.get("note", "").strip("'\"") or None,
            form=Form.DBML,
            fields_span=fence.span(number, found.start(1), found.end(1)),
        )
    )


def _read_ref(fence: Fence, schema: Schema, number: int, found: re.Match[str]) -> None:
    sides = [_side(found[1] + found[2]), _side(found[4] + found[5])]
    (left, left_field), (right, right_field) = sides
    many_left = found[3] in (">", "-")
    schema.relationships.append(
        Relationship(
            span=fence.span(number),
            from_entity=left,
            to_entity=right,
            cardinality=_CARDINALITIES[found[3]],
            cardinality_text=found[3],
            field=left_field if many_left else right_field,
            form=Form.DBML,
            from_span=fence.span(number, found.start(1), found.end(1)),
            to_span=fence.span(number, found.start(4), found.end(4)),
            cardinality_span=fence.span(number, found.start(3), found.end(3)),
        )
    )
    schema.statements += 1


def _side(path: str) -> tuple[str, str | None]:
    table, _, field = _unquoted(path).rpartition(".")
    return (table, field) if table else (field, None)
