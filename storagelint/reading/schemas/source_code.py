"""A fence of program code -> Schema: the entities that classes, structs and schemas define."""

from __future__ import annotations

import re
from typing import NamedTuple

from storagelint.markdown import Fence
from storagelint.model.facts import Attribute, Definition, EntityKind, Field, Form, Statement
from storagelint.patterns import pattern
from storagelint.reading.schemas.schema import Schema

_OPENERS = (
    pattern(
        r"^\s*(?:export\s+)?(?:default\s+)?(?:interface|type)\s+(?P<name>\w++)[^={\n]*+=?\s*+\{"
    ),
    pattern(r"^\s*type\s+(?P<name>\w+)\s+struct\s*\{"),
    pattern(r"^\s*(?:pub(?:\([\w ]+\))?\s+)?struct\s+(?P<name>\w++)[^{\n;]*+\{"),
    pattern(
        r"^\s*(?:(?:export|public|private|internal|final|sealed|partial|abstract|data|default"
        r"|open|static)\s+)*(?:class|record)\s+(?P<name>\w+)(?P<bases>[^{\n]*)"
    ),
    pattern(
        r"^\s*(?:export\s+)?(?:const|let|var)\s+(?P<name>\w+)\s*=\s*"
        r"(?P<builder>pgTable|mysqlTable|sqliteTable|new\s+(?:mongoose\.)?Schema|defineTable)\b"
        r"[^\"'`\n{]*(?:[\"'`](?P<table>[\w.]+)[\"'`])?"
    ),
    pattern(r"^\s*(?P<builder>create_table)\s*+(?:\(\s*+)?[:\"'](?P<name>\w+)"),
    pattern(r"^\s*op\.(?P<builder>create_table)\(\s*[\"'](?P<name>\w+)"),
)
_TABLE_NAMES = pattern(
    r"__tablename__\s*=\s*[\"'](\w+)|db_table\s*=\s*[\"'](\w+)"
    r"|@Entity\(\s*(?:\{[^}@\n]*?name:\s*)?[\"'`](\w+)|@Table\([^)@\n]*?\bname\s*=\s*\"(\w+)"
    r"|\[Table\(\"(\w+)|table_name\s*=\s*\"?(\w+)|@Entity\([^)@\n]*tableName\s*=\s*\"(\w+)"
    r"|collection:\s*[\"'](\w+)"
)
_MARKER = pattern(
    r"@(?:Entity|Table|Document|Schema|collection|HiveType)\b|\[Table\(|__tablename__"
    r"|#\[(?:diesel|derive\([^)\n]*(?:Queryable|Insertable|FromRow))|gorm:\"|table\s*=\s*True"
    r"|\bdb_table\b"
)
_BASES = pattern(
    r"\b(?:Base|db\.Model|models\.Model|DeclarativeBase|SQLModel|Document|ApplicationRecord"
    r"|ActiveRecord|BaseEntity|RealmObject|Table)\b"
)
_GO_TABLE = pattern(r"^\s*func\s*\((?:\w+\s+)?\*?(\w+)\)\s*TableName\(\)\s*string")
_RETURN = pattern(r"return\s+\"(\w+)\"")
_ENUM_BASE = pattern(r"\b(?:Enum|IntEnum|StrEnum|Exception|ABC|Protocol)\b")
_FIELDS = (
    pattern(
        r"^\s*(?:(?:public|private|protected|readonly|declare|required|internal|virtual|late"
        r"|pub(?:\([\w ]+\))?|va[lr])\s+)*"
        r"(?P<name>[A-Za-z_]\w*+)\s*+(?:(?P<optional>[?!])\s*+)?:\s*+"
        r"(?P<type>[A-Za-z_\"'\[{(](?:[^=;,\n]*[^\s=;,])?)"
        r"\s*+(?:=[^\n]*|[;,][^\n]*)?"
    ),
    pattern(
        r"^\s*(?:(?:public|private|protected|internal|final|virtual|required|readonly|late|static"
        r"|var|val)\s+)*+(?P<type>[A-Za-z_][\w.<>, \[\]]{0,80}\??)\s+(?P<name>[A-Za-z_]\w*)\s*"
        r"(?:=[^\n]*)?(?:;[^\n]*|\{\s*get;[^\n]*)"
    ),
)
_GO_FIELD = pattern(r"^\s+(?P<name>[A-Z]\w*)\s+(?P<type>[*\[\]\w.{}]+)(?:\s+`(?P<tag>[^`\n]*)`)?")
_CALL_FIELD = pattern(r"^\s*(?P<name>\w+)\s*[:=]\s*(?P<type>(?:\w+\.)*\w+)\s*\(?(?P<rest>[^\n]*)")
_OBJECT_FIELD = pattern(
    r"^\s*(?P<name>\w+)\s*:\s*(?:\{\s*type:\s*)?(?P<type>[\w.\[\]]+)(?P<rest>.*)"
)
_RUBY_FIELD = pattern(r"^\s*t\.(?P<type>\w+)\s*+(?:\(\s*+)?[:\"'](?P<name>\w+)(?P<rest>[^\n]*)")
_OP_FIELD = pattern(
    r"^\s*sa\.Column\(\s*[\"'](?P<name>\w+)[\"'],\s*(?:sa\.)?(?P<type>[\w.]+(?:\(\d*\))?)"
)
_COLUMN_TYPE = pattern(r"Column\(\s*(?:[\"']\w*[\"'],\s*)?((?:\w+\.)*\w+(?:\([^()\n]*\))?)")
_MARKS = pattern(r"^\s*(?:@\w+(?:\([^)\n]*\))?\s+){1,4}(?=va[lr]\s)")
_RELATIONS = pattern(
    r"@(?:OneToMany|ManyToOne|OneToOne|ManyToMany)\b|\brelationship\(|\.relation\("
)
_KEY = pattern(
    r"@PrimaryGeneratedColumn|@PrimaryColumn|@PrimaryKey|@Id\b|\[Key\]|primary_?key\s*=\s*True"
    r"|\.primaryKey\(|primaryKey(?:;|\")|@ObjectIdColumn",
    re.IGNORECASE,
)
_UNIQUE = pattern(
    r"unique\s*[:=]\s*true|\.unique\(|uniqueIndex\b|[;\"]unique\b|:unique\b", re.IGNORECASE
)
_NOT_NULL = pattern(
    r"\.notNull\(|nullable\s*[:=]\s*false|null:\s*false|not null|required:\s*true|\[Required\]",
    re.IGNORECASE,
)
_NULL = pattern(
    r"\bnull(?:able)?\s*[:=]\s*true|\bOptional\[|\|\s*None\b|\|\s*null\b", re.IGNORECASE
)
_SKIPPED = frozenset(
    ["return", "class", "def", "func", "pass", "import", "from", "package", "using"]
)
_MAX_LINE = 1_000
_MAX_LINES = 20_000


class _Open(NamedTuple):
    definition: Definition
    indent: int
    builder: str
    python: bool
    go: bool


def read_source_code(fence: Fence) -> Schema:
    """What a fence of code defines, with fields where a line plainly says one.

    `Definition.persisted` is true only where a mark of an object mapper or a physical table name
    stands beside it; other classes may be mere carriers of data. Never raises.
    """
    schema = Schema()
    now: _Open | None = None
    above: list[str] = []
    renamed = ""
    level = 0
    for number, line in enumerate(fence.lines[:_MAX_LINES]):
        bare = line.strip()
        if not bare or len(line) > _MAX_LINE or bare.startswith(("//", "/*", "*")):
            continue
        if found := _GO_TABLE.match(line):
            renamed = found[1]
        if renamed and (found := _RETURN.search(line)):
            owner = schema.definition(renamed)
            if owner is not None:
                owner.options["table"], owner.persisted = found[1], True
            renamed = ""
        opened = None if now and level > 1 else _opening(fence, number, line, above)
        if opened is not None:
            now = opened
            schema.definitions.append(now.definition)
            schema.statements += 1
            level = line.count("{") - line.count("}") + line.count("(") - line.count(")")
            above.clear()
            continue
        if now is None:
            above = [*above[-6:], bare] if bare.startswith(("@", "[", "#[")) else []
            continue
        definition = now.definition
        definition.end_line = fence.first_line + number
        indent = len(line) - len(line.lstrip())
        indented = now.python or now.builder == "create_table"
        if indented and indent <= now.indent and bare[0] not in ")]}{":
            now = None
            above = [bare] if bare.startswith("@") else []
            continue
        if table := _TABLE_NAMES.search(line):
            definition.options["table"] = next(group for group in table.groups() if group)
        if _MARKER.search(line):
            definition.persisted = True
        if level <= 1 or now.python or now.builder:
            if bare.startswith(("@", "[", "#[")) and not re.match(
                r"@\w+(?:\([^)]*\))?\s+\w+\s", bare
            ):
                above = [*above[-6:], bare]
            else:
                _read_field(fence, now, number, line, " ".join(above))
                above = []
        level += line.count("{") - line.count("}") + line.count("(") - line.count(")")
        if level <= 0 and not now.python and bare.startswith(("}", ")")):
            now = None
    return schema


def _opening(fence: Fence, number: int, line: str, above: list[str]) -> _Open | None:
    found = next((match for opener in _OPENERS if (match := opener.match(line))), None)
    if found is None:
        return None
    groups = found.groupdict()
    bases, builder = groups.get("bases") or "", groups.get("builder") or ""
    if _ENUM_BASE.search(bases):
        return None
    marks = "\n".join(above)
    table = groups.get("table")
    if table is None and (named := _TABLE_NAMES.search(marks)):
        table = next(group for group in named.groups() if group)
    definition = Definition(
        span=fence.span(number, found.start("name"), found.end("name")),
        name=found["name"],
        form=Form.CODE,
        kind=EntityKind.COLLECTION if "Schema" in builder else EntityKind.TABLE,
        line=fence.first_line + number,
        end_line=fence.first_line + number,
        persisted=bool(builder or table or _MARKER.search(marks + line) or _BASES.search(bases)),
    )
    if table:
        definition.options["table"] = table
    indent = len(line) - len(line.lstrip())
    python = "class " in line and line.rstrip().endswith(":")
    return _Open(definition, indent, builder, python, " struct" in line and "type " in line)


def _read_field(fence: Fence, now: _Open, number: int, line: str, above: str) -> None:
    if _RELATIONS.search(line) or _RELATIONS.search(above):
        return
    text = line.split(" //")[0].split(" #")[0].rstrip()
    text = _MARKS.sub(lambda marks: " " * len(marks[0]), text)
    match now.builder:
        case "create_table":
            found = _RUBY_FIELD.match(text) or _OP_FIELD.match(text)
        case "":
            if now.go:
                found = _GO_FIELD.match(text)
            else:
                found = next((m for p in _FIELDS if (m := p.fullmatch(text))), None)
                if found is None and now.python:
                    found = _CALL_FIELD.match(text) if "(" in text else None
        case builder if "Schema" in builder:
            found = _OBJECT_FIELD.match(text)
        case _:
            found = _CALL_FIELD.match(text)
    if found is None or found["name"].startswith("__"):
        return
    written = found["type"].strip()
    if written.split(" ")[0] in _SKIPPED or found["name"] in _SKIPPED:
        return
    if column := _COLUMN_TYPE.search(text) if written.endswith("Column") else None:
        written = column[1]
    elif written.startswith("{"):
        written = "object"
    optional = written.endswith("?")
    written = written.rstrip("?")
    stated = f"{above} {line}"
    field = Field(
        span=fence.span(number, found.start("name"), found.end("name")),
        name=found["name"],
        type=written,
        primary_key=bool(_KEY.search(stated)),
        unique=bool(_UNIQUE.search(stated)),
    )
    if _NOT_NULL.search(stated):
        field.nullable = False
    elif _NULL.search(stated) or found.groupdict().get("optional") == "?" or optional:
        field.nullable = True
    place = fence.span(number, found.start("type"), found.end("type"))
    field.stated[Attribute.TYPE] = Statement(place, written)
    now.definition.fields.append(field)
