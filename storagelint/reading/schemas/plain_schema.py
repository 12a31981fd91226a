"""A fence without a language that lists columns, one a line -> Schema."""

from __future__ import annotations

import re

from storagelint.markdown import Fence
from storagelint.model.facts import Definition, EntityKind, Field, Form
from storagelint.patterns import pattern
from storagelint.reading.schemas.schema import Schema
from storagelint.reading.schemas.sql_columns import Body, read_item
from storagelint.reading.schemas.sql_tokens import Sql, Token, closing, keywords, split

TYPES = keywords(
    """
    INT INTEGER BIGINT SMALLINT TINYINT MEDIUMINT SERIAL BIGSERIAL INT2 INT4 INT8 INT32 INT64
    UINT8 UINT32 UINT64 NUMBER NUMERIC DECIMAL REAL FLOAT FLOAT32 FLOAT64 DOUBLE MONEY LONG TEXT
    STRING STR VARCHAR NVARCHAR VARCHAR2 CHAR NCHAR CHARACTER CITEXT LONGTEXT MEDIUMTEXT TINYTEXT
    CLOB UUID GUID ULID CUID BOOL BOOLEAN BIT DATE TIME DATETIME DATETIME2 TIMESTAMP TIMESTAMPTZ
    INTERVAL JSON JSONB OBJECT ARRAY MAP LIST SET BLOB BYTEA BINARY VARBINARY BYTES ENUM XML
    VECTOR HALFVEC TSVECTOR INET CIDR GEOMETRY GEOGRAPHY POINT OBJECTID LOWCARDINALITY NULLABLE
    DATETIME64 ENUM8 ENUM16
    """
)
"""The type words, in upper case, that make a line a column."""

SHARE = 0.6
"""The least share of lines that must read as columns."""

_PARTS = keywords("PRIMARY FOREIGN UNIQUE INDEX KEY CHECK CONSTRAINT")
_ARROWS = frozenset(["/", "→", "->", "=>", "-", ">"])
_BRACKETS = keywords(") } { ( ; ,")
_DRAWING = pattern("[│┌└├─━║╔→←↓↑▼▶]|-->|==>")
_NAMED = pattern(
    r"^\s*(?:Table:?\s+)?[\"`]?([^\W\d][\w.]*)[\"`]?\s*+(?:table\s*+)?(?:[:({]\s*+)?", re.I
)
_PSEUDO = pattern(
    r"^\s*([^\W\d][\w.]*)\s*\(([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+)\)\s*+(?:;\s*+)?"
)
_TABLE = pattern(r"^\s*Table:?\s+[\"`]?([^\W\d][\w.]*)[\"`]?\s*+(?:[({]\s*+)?", re.IGNORECASE)
_ID = pattern(r"(?:\bid|_id|[a-z]Id)$", re.IGNORECASE)
_MAX_LINES = 5_000


def read_plain_schema(fence: Fence) -> Schema:
    """What a fence of column lines defines; the name is empty where the fence gives none.

    Gives an empty schema where less than `SHARE` of the lines are columns: a tree, a flow, a
    drawing or a list of keys is no schema. Never raises, whatever the text.
    """
    schema = Schema()
    if len(fence.lines) > _MAX_LINES or any(len(line) > 2_000 for line in fence.lines):
        return schema
    lines = [line for line in fence.lines if line.strip()]
    if not lines or sum(1 for line in lines if _DRAWING.search(line)) * 4 > len(lines):
        return schema
    sql = Sql(fence)
    by_line: dict[int, list[Token]] = {}
    for token in sql.tokens:
        by_line.setdefault(token.line, []).append(token)
    now: Definition | None = None
    counted = columns = 0
    for number, tokens in by_line.items():
        line = fence.lines[number]
        if all(token.kind == "ellipsis" or token.key in _BRACKETS for token in tokens):
            continue
        counted += 1
        if _is_line(tokens):
            if now is None:
                now = _definition(sql, tokens[0], "", number)
                schema.definitions.append(now)
            read_item(Body(sql, schema, now), _trimmed(tokens))
            columns += 1
            now.end_line = fence.first_line + number
            _finish(now)
            continue
        if _PSEUDO.fullmatch(line) and (definition := _read_pseudo(sql, tokens, number)):
            schema.definitions.append(definition)
            columns += 1
            now = None
            continue
        opens = line.rstrip().endswith((":", "{", "("))
        named = _TABLE.fullmatch(line) or (_NAMED.fullmatch(line) if opens else None)
        if named:
            name = next((t for t in tokens if t.name == named[1].split(".")[0]), tokens[0])
            now = _definition(sql, name, named[1], number)
            schema.definitions.append(now)
            columns += 1
    schema.definitions = [definition for definition in schema.definitions if definition.fields]
    if not schema.definitions or columns < SHARE * counted:
        return Schema()
    schema.statements = len(schema.definitions)
    for index in schema.indexes:
        index.form, index.entity = Form.TEXT, index.entity or None
    return schema


def _definition(sql: Sql, token: Token, name: str, number: int) -> Definition:
    line = sql.fence.first_line + number
    return Definition(
        span=sql.span(token),
        name=name,
        form=Form.TEXT,
        kind=EntityKind.TABLE,
        line=line,
        end_line=line,
    )


def _is_line(tokens: list[Token]) -> bool:
    """Whether a line reads as a column or as a constraint of the table."""
    head = tokens[0]
    if head.kind not in ("word", "quoted") or len(tokens) < 2:
        return False
    at = 2 if tokens[1].key == ":" and len(tokens) > 2 else 1
    if tokens[at].key in TYPES:
        return True
    return head.key in _PARTS and any(token.key == "(" for token in tokens[1:4])


def _trimmed(tokens: list[Token]) -> list[Token]:
    """The tokens of a line as SQL says them: without a colon, a last comma, marks around keys."""
    kept = [token for at, token in enumerate(tokens) if not (at == 1 and token.key == ":")]
    while kept and kept[-1].key in (",", ";"):
        kept.pop()
    flat: list[Token] = []
    for at, token in enumerate(kept):
        opens = token.key == "(" and at + 1 < len(kept) and kept[at + 1].key in ("FK", "PK")
        if opens:
            end = closing(kept, at)
            flat.extend(kept[at + 1 : end])
            flat.extend(kept[end + 1 :])
            break
        if token.key not in _ARROWS or token.kind != "sign":
            flat.append(token)
    return flat


def _finish(definition: Definition) -> None:
    if not definition.fields:
        return
    field = definition.fields[-1]
    reference = field.references
    if reference is not None and reference.entity.count(".") == 1 and reference.field is None:
        schema, _, last = reference.entity.partition(".")
        if last in ("id", "uuid", "_id"):
            reference.entity, reference.field = schema, last


def _read_pseudo(sql: Sql, tokens: list[Token], number: int) -> Definition | None:
    """`users(id, name, email)`: a table and its fields, with or without types."""
    opening = next((at for at, token in enumerate(tokens) if token.key == "("), 0)
    parts = split(tokens[opening + 1 : closing(tokens, opening)])
    if len(parts) < 2 or not all(part[0].is_name for part in parts):
        return None
    if tokens[0].key in _PARTS or tokens[0].key in TYPES:
        return None
    if not any(_ID.search(part[0].name) or part[-1].key in TYPES for part in parts):
        return None
    name = ".".join(token.name for token in tokens[:opening] if token.is_name)
    found = _definition(sql, tokens[0], name, number)
    for part in parts:
        if len(part) > 1 and part[1].key in TYPES:
            read_item(Body(sql, Schema(), found), part)
            continue
        field = Field(span=sql.span(part[0]), name=part[0].name)
        keys = {token.key for token in part[1:]}
        field.primary_key = "PK" in keys
        field.foreign_key = "FK" in keys
        found.fields.append(field)
    return found if found.fields else None
