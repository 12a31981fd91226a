"""A fence of a Prisma schema -> Schema: models, enums, relations and indexes."""

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
from storagelint.reading.schemas.schema import UNREADABLE, Problem, Schema

_OPEN = pattern(r"^\s*(model|enum|type|view)\s+(\w+)\s*\{")
_COLUMN = pattern(r"^\s*(\w+)\s+(\w+(?:\(\"[^\"\n]*\"\))?(?:\[\])?\??)(?=\s|$|@)")
_ATTRIBUTE = pattern(r"(@@?[\w.]+)(\((?:[^()\n]|\([^()\n]*\))*\))?")
_LIST = pattern(r"(?<!\w)(\w++)\s*+:\s*+\[([^\[\]\n]*)\]")
_FIRST_LIST = pattern(r"\[([^\[\]\n]*)\]")
_NAMED = pattern(r'(?<!\w)(\w++)\s*+:\s*+("[^"\n]*"|\w+)')
_STRING = pattern(r'"([^"\n]*)"')
_NATIVE = frozenset(
    ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"]
)
_ACTIONS = {
    "Cascade": "cascade",
    "SetNull": "set null",
    "SetDefault": "set default",
    "Restrict": "restrict",
    "NoAction": "no action",
}


def read_prisma(fence: Fence) -> Schema:
    """What a fence of Prisma defines; never raises, whatever the text."""
    schema = Schema()
    models = {
        found[2]
        for line in fence.lines
        if (found := _OPEN.match(line)) and found[1] in ("model", "view", "type")
    }
    now: Definition | None = None
    values: list[str] | None = None
    enum = ""
    for number, line in enumerate(fence.lines):
        text, _, comment = line.partition("//")
        bare = text.strip()
        if found := _OPEN.match(text):
            schema.statements += 1
            if found[1] == "enum":
                enum, values, now = found[2], [], None
                continue
            now = Definition(
                span=fence.span(number, found.start(2), found.end(2)),
                name=found[2],
                form=Form.PRISMA,
                kind=EntityKind.VIEW if found[1] == "view" else EntityKind.TABLE,
                line=fence.first_line + number,
                end_line=fence.first_line + number,
                persisted=found[1] != "type",
            )
            schema.definitions.append(now)
        elif bare == "}":
            if values is not None:
                schema.user_types[enum] = tuple(values)
                values = None
            elif now is not None:
                now.end_line = fence.first_line + number
                now = None
        elif not bare or bare.startswith("..."):
            continue
        elif values is not None:
            values.append(bare.split()[0])
        elif now is None:
            continue
        elif bare.startswith("@@"):
            _read_block_attribute(fence, schema, now, number, text)
        elif not _read_field(fence, schema, now, number, text, comment.strip("/ "), models):
            place = fence.span(number)
            message = f"field of model {now.name} cannot be read"
            schema.problems.append(Problem(place, UNREADABLE, message))
    return schema


def _read_field(
    fence: Fence,
    schema: Schema,
    model: Definition,
    number: int,
    text: str,
    comment: str,
    models: set[str],
) -> bool:
    found = _COLUMN.match(text)
    if found is None:
        return False
    name, written = found[1], found[2]
    base = written.rstrip("[]?")
    attributes = {match[1]: match for match in _ATTRIBUTE.finditer(text, found.end())}
    relation = attributes.get("@relation")
    elsewhere = "[" in written and base not in _NATIVE and base not in schema.user_types
    if relation is not None or base in models or elsewhere:
        _read_relation(fence, schema, model, number, found, relation)
        return True
    field = Field(
        span=fence.span(number, found.start(1), found.end(1)),
        name=name,
        type=written.removesuffix("?"),
        description=comment or None,
    )
    place = fence.span(number, found.start(2), found.end(2))
    field.stated[Attribute.TYPE] = Statement(place, written)
    field.stated[Attribute.NULLABLE] = Statement(place, written)
    field.nullable = written.endswith("?")
    for key, match in attributes.items():
        place = fence.span(number, match.start(), match.end())
        inner = (match[2] or "()")[1:-1]
        attribute: Attribute | None = None
        kind = ConstraintKind.OTHER
        match key:
            case "@id":
                field.primary_key = True
                attribute, kind = Attribute.PRIMARY_KEY, ConstraintKind.PRIMARY_KEY
            case "@unique":
                field.unique = True
                attribute, kind = Attribute.UNIQUE, ConstraintKind.UNIQUE
            case "@default":
                field.default = inner or None
                field.generated = inner.startswith("autoincrement")
                attribute, kind = Attribute.DEFAULT, ConstraintKind.DEFAULT
            case "@updatedAt":
                kind = ConstraintKind.ON_UPDATE
            case _:
                pass
        field.constraints.append(Constraint(span=place, kind=kind, text=match.group(0)))
        if attribute is not None:
            field.stated[attribute] = Statement(place, match.group(0))
    model.fields.append(field)
    return True


def _read_relation(
    fence: Fence,
    schema: Schema,
    model: Definition,
    number: int,
    found: re.Match[str],
    relation: re.Match[str] | None,
) -> None:
    inner = (relation[2] or "") if relation else ""
    lists = {key: _names(names) for key, names in _LIST.findall(inner)}
    if "fields" not in lists:
        return
    words = dict(_NAMED.findall(inner))
    target = found[2].rstrip("[]?")
    place = fence.span(number)
    fields, targets = lists["fields"], lists.get("references", ())
    reference = Reference(
        span=place,
        entity=target,
        field=targets[0] if len(targets) == 1 else None,
        on_delete=_ACTIONS.get(words.get("onDelete", "")),
        on_update=_ACTIONS.get(words.get("onUpdate", "")),
        target_fields=targets,
    )
    own = next((f for f in model.fields if (f.name,) == fields), None)
    if own is not None:
        own.references, own.foreign_key = reference, True
        own.stated[Attribute.REFERENCES] = Statement(place, relation[0] if relation else "")
    else:
        reference.fields = fields
        model.references.append(reference)
    unique = own is not None and (own.unique or own.primary_key)
    schema.relationships.append(
        Relationship(
            span=place,
            from_entity=model.name,
            to_entity=target,
            cardinality=Cardinality.ONE_TO_ONE if unique else Cardinality.MANY_TO_ONE,
            field=fields[0] if len(fields) == 1 else None,
            form=Form.PRISMA,
        )
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.split("(")[0].strip() for part in text.split(",") if part.strip())


def _read_block_attribute(
    fence: Fence, schema: Schema, model: Definition, number: int, text: str
) -> None:
    found = _ATTRIBUTE.search(text)
    if found is None:
        return
    inner = found[2] or ""
    listed = _FIRST_LIST.search(inner)
    fields = _names(listed[1]) if listed else ()
    words = dict(_NAMED.findall(inner))
    match found[1]:
        case "@@map":
            mapped = _STRING.search(inner)
            if mapped:
                model.options["table"] = mapped[1]
        case "@@id":
            model.primary_key = fields
        case ("@@unique" | "@@index" | "@@fulltext") as key if fields:
            if key == "@@unique" and len(fields) > 1:
                model.uniques.append(fields)
            descending = re.findall(r"\b(\w++)\(sort:\s*+Desc\)", listed[1]) if listed else []
            name = words.get("map") or words.get("name")
            method = "fulltext" if key == "@@fulltext" else words.get("type", "").lower()
            schema.indexes.append(
                Index(
                    span=fence.span(number),
                    name=name.strip('"') if name else None,
                    entity=model.name,
                    fields=[IndexField(field, field in descending) for field in fields],
                    unique=key == "@@unique",
                    method=method or None,
                    form=Form.PRISMA,
                )
            )
        case _:
            pass
