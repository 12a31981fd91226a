"""Tokens of a column or table constraint -> Field, Reference, Index: what CREATE TABLE lists."""

from __future__ import annotations

from dataclasses import dataclass

from storagelint.model.facts import (
    Attribute,
    Constraint,
    ConstraintKind,
    Definition,
    Field,
    Form,
    Index,
    IndexField,
    Reference,
    Statement,
)
from storagelint.reading.schemas.schema import Schema
from storagelint.reading.schemas.sql_tokens import Sql, Token, closing, keywords, split

_CLAUSES = keywords(
    """
    NOT NULL PRIMARY UNIQUE DEFAULT REFERENCES CHECK GENERATED AS AUTO_INCREMENT
    AUTOINCREMENT IDENTITY COMMENT COLLATE CONSTRAINT FOREIGN CODEC TTL STATIC ENCODE ON KEY
    INDEX INVISIBLE STORED VIRTUAL PERSISTED DEFERRABLE INITIALLY MATERIALIZED ALIAS
    EPHEMERAL SPARSE ROWGUIDCOL OPTIONS CHARSET ENFORCED AFTER FIRST PK FK
    """
)
_LONGER_TYPE = keywords(
    """
    UNSIGNED ZEROFILL SIGNED PRECISION VARYING ARRAY RAW CHARACTER CHAR VARCHAR INTEGER INT
    """
)
_GENERATED_WORDS = keywords(
    """
    ALWAYS BY DEFAULT AS IDENTITY STORED VIRTUAL PERSISTED ON NULL ROW
    """
)
_INTERVAL_PARTS = keywords("YEAR MONTH DAY HOUR MINUTE SECOND TO")
_INDEX_KINDS = frozenset(["FULLTEXT", "SPATIAL", "VECTOR"])


@dataclass(slots=True)
class Body:
    """What the statement around the columns collects."""

    sql: Sql
    schema: Schema
    definition: Definition

    def field(self, name: str) -> Field | None:
        """The field of exactly that name, in any case."""
        wanted = name.casefold()
        return next((f for f in self.definition.fields if f.name.casefold() == wanted), None)


def names(tokens: list[Token]) -> tuple[str, ...]:
    """The names in a bracketed list, whatever else it says about them."""
    return tuple(part.name for part in index_fields_of(tokens))


def index_fields_of(tokens: list[Token]) -> list[IndexField]:
    """The parts of an index from the tokens between its brackets."""
    found = []
    for part in split(tokens):
        descending = any(token.key == "DESC" for token in part)
        head = part[0]
        plain = head.is_name and (len(part) == 1 or part[1].key not in ("(", "-", "+", "::", "->"))
        prefix = len(part) > 2 and part[1].key == "(" and part[2].kind == "number"
        if head.is_name and (plain or prefix) and not _is_operation(part):
            found.append(IndexField(_last_of_path(part).name, descending))
            continue
        inner = [
            token
            for at, token in enumerate(part)
            if token.is_name
            and token.key not in ("DESC", "ASC", "NULLS", "FIRST", "LAST", "COLLATE")
            and not (at + 1 < len(part) and part[at + 1].key == "(")
        ]
        text = "".join(_spaced(part)).removesuffix(" DESC").removesuffix(" ASC")
        if inner:
            several = inner if any(token.key == "||" for token in part) else inner[:1]
            found.extend(IndexField(token.name, descending, text) for token in several)
        elif text:
            found.append(IndexField(text, descending, text))
    return found


def _is_operation(part: list[Token]) -> bool:
    return any(token.key in ("->", "->>", "||", "+") for token in part)


def _spaced(part: list[Token]) -> list[str]:
    pieces: list[str] = []
    at = part[0].start
    for token in part:
        pieces.append(" " + token.text if token.start > at else token.text)
        at = token.end
    return pieces


def _last_of_path(part: list[Token]) -> Token:
    last = part[0]
    for dot, after in zip(part[1::2], part[2::2], strict=False):
        if dot.key != "." or not after.is_name:
            break
        last = after
    return last


def read_path(tokens: list[Token], at: int) -> tuple[str, int]:
    """A dotted name from the token at `at`, and the index behind it; an empty name if none."""
    if at >= len(tokens) or not tokens[at].is_name:
        return "", at
    parts = [tokens[at].name]
    at += 1
    while at + 1 < len(tokens) and tokens[at].key == "." and tokens[at + 1].is_name:
        parts.append(tokens[at + 1].name)
        at += 2
    return ".".join(parts), at


def read_reference(sql: Sql, tokens: list[Token], at: int) -> tuple[Reference | None, int]:
    """What stands behind REFERENCES, and the index behind it."""
    start = at
    entity, at = read_path(tokens, at)
    if not entity:
        return None, at
    found = Reference(entity=entity)
    if at < len(tokens) and tokens[at].key == "(":
        end = closing(tokens, at)
        target = names(tokens[at + 1 : end])
        at = min(end + 1, len(tokens))
        if len(target) == 1:
            found.field = target[0]
        found.target_fields = target
    elif "." in entity and len(target_parts := entity.split(".")) == 3:
        found.entity, found.field = ".".join(target_parts[:2]), target_parts[2]
    while at < len(tokens):
        match tokens[at].key:
            case "ON" if at + 1 < len(tokens) and tokens[at + 1].key in ("DELETE", "UPDATE"):
                deletes = tokens[at + 1].key == "DELETE"
                words, at = _action(tokens, at + 2)
                if deletes:
                    found.on_delete = words
                else:
                    found.on_update = words
            case "MATCH":
                at += 2
            case "DEFERRABLE":
                found.deferrable = not (at > 0 and tokens[at - 1].key == "NOT")
                at += 1
            case "INITIALLY":
                at += 2
            case "NOT" if at + 1 < len(tokens) and tokens[at + 1].key in ("DEFERRABLE", "VALID"):
                at += 2
            case _:
                break
    found.span = sql.span(tokens[start], tokens[at - 1] if at <= len(tokens) else tokens[-1])
    return found, at


def _action(tokens: list[Token], at: int) -> tuple[str | None, int]:
    words = [token.text.lower() for token in tokens[at : at + 2] if token.kind == "word"]
    match words:
        case ["no", "action"] | ["set", "null"] | ["set", "default"]:
            return " ".join(words), at + 2
        case [one, *_]:
            return one, at + 1
        case _:
            return None, at


def read_type(tokens: list[Token], at: int) -> int:
    """The index behind the type that starts at `at`; `at` itself where no type stands there."""
    total = len(tokens)
    if at >= total or not tokens[at].is_name or (tokens[at].key in _CLAUSES):
        return at
    interval = tokens[at].key == "INTERVAL"
    at += 1
    while at < total:
        match tokens[at].key:
            case "." if at + 1 < total and tokens[at + 1].is_name:
                at += 2
            case "(":
                at = min(closing(tokens, at) + 1, total)
            case "[":
                while at < total and tokens[at].key != "]":
                    at += 1
                at = min(at + 1, total)
            case "<":
                at = _angles(tokens, at)
            case "CHARACTER" if at + 1 < total and tokens[at + 1].key == "SET":
                break
            case "WITH" | "WITHOUT":
                words = [token.key for token in tokens[at + 1 : at + 4]]
                if words[:2] == ["TIME", "ZONE"]:
                    at += 3
                elif words == ["LOCAL", "TIME", "ZONE"]:
                    at += 4
                else:
                    break
            case key if key in _LONGER_TYPE or (interval and key in _INTERVAL_PARTS):
                at += 1
            case _ if tokens[at].kind == "quoted" and tokens[at].text.startswith("["):
                at += 1
            case _:
                break
    return at


def _angles(tokens: list[Token], at: int) -> int:
    now = 0
    for index in range(at, len(tokens)):
        match tokens[index].key:
            case "<":
                now += 1
            case ">":
                now -= 1
                if now == 0:
                    return index + 1
            case _:
                pass
    return len(tokens)


def read_column(body: Body, tokens: list[Token]) -> Field | None:
    """The field that a column clause defines and adds to the body; None where it names none."""
    sql, head = body.sql, tokens[0]
    if not head.is_name:
        return None
    found = Field(span=sql.span(head), name=head.name)
    end = read_type(tokens, 1)
    if end > 1:
        found.type = sql.slice(tokens[1:end])
        found.stated[Attribute.TYPE] = Statement(sql.span(tokens[1], tokens[end - 1]), found.type)
        _read_type_words(found, tokens[1:end])
    _read_clauses(body, found, tokens, end)
    note = sql.notes.get(tokens[-1].line) or sql.notes.get(head.line)
    if note and not found.description:
        found.description = note
    body.definition.fields.append(found)
    return found


def _read_type_words(found: Field, tokens: list[Token]) -> None:
    match tokens[0].key:
        case "ENUM" | "SET" | "ENUM8" | "ENUM16":
            found.enum = tuple(token.value for token in tokens if token.kind == "string")
        case "SERIAL" | "BIGSERIAL" | "SMALLSERIAL" | "SERIAL4" | "SERIAL8" | "ROWVERSION":
            found.generated = True
        case "NULLABLE" if len(tokens) > 1 and tokens[1].key == "(":
            found.nullable = True
        case _:
            pass


def _read_clauses(body: Body, found: Field, tokens: list[Token], at: int) -> None:
    total = len(tokens)
    sql = body.sql
    while at < total:
        start, key = at, tokens[at].key
        after = tokens[at + 1].key if at + 1 < total else ""
        constraint: Constraint | None = None
        attribute: Attribute | None = None
        at += 1
        match key:
            case "NOT" if after == "NULL":
                at += 1
                found.nullable = False
                constraint = Constraint(kind=ConstraintKind.NOT_NULL, text="")
                attribute = Attribute.NULLABLE
            case "NULL":
                found.nullable = True
                constraint = Constraint(kind=ConstraintKind.NULL, text="")
                attribute = Attribute.NULLABLE
            case "PRIMARY" | "PK":
                at += after == "KEY"
                while at < total and tokens[at].key in ("CLUSTERED", "NONCLUSTERED", "ASC", "DESC"):
                    at += 1
                found.primary_key = True
                constraint = Constraint(kind=ConstraintKind.PRIMARY_KEY, text="")
                attribute = Attribute.PRIMARY_KEY
            case "UNIQUE":
                at += after == "KEY"
                found.unique = True
                constraint = Constraint(kind=ConstraintKind.UNIQUE, text="")
                attribute = Attribute.UNIQUE
            case "DEFAULT":
                at = _default_end(tokens, at)
                if at == start + 1:
                    constraint = Constraint(kind=ConstraintKind.DEFAULT, text="")
                else:
                    value = sql.slice(tokens[start + 1 : at])
                    found.default = value
                    if value.upper() == "NULL" and found.nullable is None:
                        found.nullable = True
                    constraint = Constraint(kind=ConstraintKind.DEFAULT, text="", value=value)
                    if "nextval" in value.lower():
                        found.generated = True
                attribute = Attribute.DEFAULT
            case "REFERENCES" | "FK":
                found.foreign_key = True
                reference, at = read_reference(sql, tokens, at)
                found.references = reference
                constraint = Constraint(
                    kind=ConstraintKind.FOREIGN_KEY, text="", reference=reference
                )
                attribute = Attribute.REFERENCES
            case "CHECK":
                condition, values, at = read_check(sql, tokens, at)
                found.check = condition
                if values and values[0] == found.name:
                    found.enum = found.enum or values[1:]
                constraint = Constraint(
                    kind=ConstraintKind.CHECK, text="", value=condition, values=values[1:]
                )
                attribute = Attribute.CHECK
            case "GENERATED" | "AS" | "IDENTITY" | "MATERIALIZED" | "ALIAS":
                at = _generated_end(tokens, at)
                found.generated = True
                constraint = Constraint(kind=ConstraintKind.GENERATED, text="")
            case "AUTO_INCREMENT" | "AUTOINCREMENT":
                found.generated = True
                constraint = Constraint(kind=ConstraintKind.AUTO_INCREMENT, text="")
            case "COMMENT" if at < total and tokens[at].kind == "string":
                found.description = tokens[at].value
                at += 1
            case "ON" if after == "UPDATE":
                at = _default_end(tokens, at + 1)
                value = sql.slice(tokens[start + 2 : at])
                constraint = Constraint(kind=ConstraintKind.ON_UPDATE, text="", value=value)
            case "CONSTRAINT" | "COLLATE" | "CHARSET" | "ENCODE" | "AFTER":
                at = read_path(tokens, at)[1]
            case "INDEX" | "KEY":
                found.indexed = True
                constraint = Constraint(kind=ConstraintKind.INDEX, text="")
                attribute = Attribute.INDEXED
            case "(":
                at = closing(tokens, start) + 1
            case _:
                pass
        if constraint is not None:
            last = tokens[min(at, total) - 1]
            constraint.span = sql.span(tokens[start], last)
            constraint.text = sql.slice(tokens[start:at])
            found.constraints.append(constraint)
            if attribute is not None:
                found.stated[attribute] = Statement(constraint.span, constraint.text)


def _default_end(tokens: list[Token], at: int) -> int:
    start = at
    while at < len(tokens):
        key = tokens[at].key
        if key == "(":
            at = min(closing(tokens, at) + 1, len(tokens))
            continue
        if key in _CLAUSES and (at > start or key not in ("NULL", "ON", "NOT")):
            break
        at += 1
    return at


def _generated_end(tokens: list[Token], at: int) -> int:
    ended = False
    while at < len(tokens):
        key = tokens[at].key
        if key == "(":
            at = min(closing(tokens, at) + 1, len(tokens))
            ended = True
        elif key in _GENERATED_WORDS and not (
            ended and key in ("DEFAULT", "NULL", "ON", "BY", "AS")
        ):
            at += 1
        else:
            break
    return at


def read_check(sql: Sql, tokens: list[Token], at: int) -> tuple[str | None, tuple[str, ...], int]:
    """The condition behind CHECK, and for `x IN ('a', 'b')` the field with its values."""
    if at >= len(tokens) or tokens[at].key != "(":
        return None, (), at
    end = closing(tokens, at)
    inner = tokens[at + 1 : end]
    return sql.slice(inner) or None, _listed(inner), min(end + 1, len(tokens))


def _listed(inner: list[Token]) -> tuple[str, ...]:
    """For `x IN (...)` or `x = ANY (ARRAY[...])`: x and the values; else nothing."""
    name, at = read_path(inner, 0)
    if not name or at + 1 >= len(inner):
        return ()
    if inner[at].key == "IN" and inner[at + 1].key == "(":
        end = closing(inner, at + 1)
        if end < len(inner) - 1:
            return ()
        listed = inner[at + 2 : end]
    elif inner[at].key == "=" and inner[at + 1].key == "ANY":
        listed = inner[at + 2 :]
    else:
        return ()
    values = [token.value for token in listed if token.kind in ("string", "number")]
    return (name.rpartition(".")[2], *values) if values else ()


def read_item(body: Body, tokens: list[Token]) -> bool:
    """Adds one part of CREATE TABLE's list to the body; False where it cannot be read."""
    sql, definition = body.sql, body.definition
    skip = 0
    while skip < len(tokens) and (
        tokens[skip].kind == "ellipsis" or tokens[skip].key in (",", ")", ".")
    ):
        skip += 1
    tokens = tokens[skip:]
    if not tokens:
        return True
    named: Token | None = None
    at = 0
    if tokens[0].key == "CONSTRAINT" and len(tokens) > 2:
        named, at = tokens[1], 2
        if named.key in ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK"):
            named, at = None, 1
    key = tokens[at].key
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    match key:
        case "PRIMARY" if after == "KEY":
            _read_primary_key(body, tokens, at + 2)
        case "UNIQUE" | "FULLTEXT" | "SPATIAL" | "KEY" | "INDEX" if _is_index(tokens, at):
            _read_index(body, tokens, at, named)
        case "FOREIGN" if after == "KEY":
            return _read_foreign_key(body, tokens, at + 2)
        case "CHECK" if after == "(":
            condition, values, end = read_check(sql, tokens, at + 1)
            constraint = Constraint(
                span=sql.span(tokens[at], tokens[min(end, len(tokens)) - 1]),
                kind=ConstraintKind.CHECK,
                text=sql.slice(tokens[at:end]),
                value=condition,
                values=values[1:],
            )
            definition.checks.append(constraint)
            field = body.field(values[0]) if values else None
            if field is not None:
                field.enum = field.enum or values[1:]
        case "EXCLUDE" | "PROJECTION" | "LIKE" | "PERIOD" | "CONSTRAINT" if not _is_column(tokens):
            pass
        case _:
            return read_column(body, tokens) is not None
    return True


def _is_column(tokens: list[Token]) -> bool:
    return len(tokens) > 1 and tokens[1].key in ("TEXT", "INT", "INTEGER", "VARCHAR", "BOOLEAN")


def _is_index(tokens: list[Token], at: int) -> bool:
    """Whether `KEY ...` is an index and not a column of that name."""
    rest = tokens[at + 1 : at + 7]
    if not rest:
        return False
    if rest[0].key in ("(", "KEY", "INDEX") or tokens[at].key == "UNIQUE":
        return True
    for one, two in zip(rest[1:], [*rest[2:], None], strict=False):
        if one.key in ("USING", "TYPE"):
            return True
        if one.key == "(":
            return two is not None and two.is_name
    return False


def _read_primary_key(body: Body, tokens: list[Token], at: int) -> None:
    while at < len(tokens) and tokens[at].key != "(":
        at += 1
    inner = tokens[at + 1 : closing(tokens, at)] if at < len(tokens) else []
    if inner and inner[0].key == "(":
        end = closing(inner, 0)
        partition = names(inner[1:end])
        body.definition.options["partition-key"] = ", ".join(partition)
        fields = partition + names(inner[end + 2 :])
    else:
        fields = names(inner)
    if not fields:
        return
    body.definition.primary_key = fields
    field = body.field(fields[0]) if len(fields) == 1 else None
    if field is not None:
        field.primary_key = True
        field.stated.setdefault(
            Attribute.PRIMARY_KEY,
            Statement(body.sql.span(tokens[0], tokens[-1]), body.sql.slice(tokens)),
        )


def _read_foreign_key(body: Body, tokens: list[Token], at: int) -> bool:
    sql = body.sql
    while at < len(tokens) and tokens[at].key not in ("(", "REFERENCES"):
        at += 1
    if at >= len(tokens) or tokens[at].key != "(":
        return False
    end = closing(tokens, at)
    fields = names(tokens[at + 1 : end])
    if end + 1 >= len(tokens) or tokens[end + 1].key != "REFERENCES" or not fields:
        return False
    reference, _ = read_reference(sql, tokens, end + 2)
    if reference is None:
        return False
    reference.span = sql.span(tokens[0], tokens[-1])
    field = body.field(fields[0]) if len(fields) == 1 else None
    if field is not None:
        field.references = reference
        field.foreign_key = True
        field.stated[Attribute.REFERENCES] = Statement(reference.span, sql.slice(tokens))
    else:
        reference.fields = fields
        body.definition.references.append(reference)
    return True


def _read_index(body: Body, tokens: list[Token], at: int, named: Token | None) -> None:
    sql, definition = body.sql, body.definition
    unique = tokens[at].key == "UNIQUE"
    listed_as_index = not unique
    method: Token | None = tokens[at] if tokens[at].key in _INDEX_KINDS else None
    at += 1
    while at < len(tokens) and tokens[at].key != "(":
        token = tokens[at]
        if token.key in ("KEY", "INDEX"):
            listed_as_index = True
        elif token.key in ("USING", "TYPE") and at + 1 < len(tokens):
            at += 1
            method = tokens[at]
        elif token.key in ("NULLS", "NOT", "DISTINCT", "CLUSTERED", "NONCLUSTERED", "IF", "EXISTS"):
            pass
        elif token.is_name and named is None:
            named = token
            listed_as_index = True
        at += 1
    if at >= len(tokens):
        return
    end = closing(tokens, at)
    fields = index_fields_of(tokens[at + 1 : end])
    if not fields:
        return
    if unique:
        if len(fields) == 1 and fields[0].expression is None:
            field = body.field(fields[0].name)
            if field is not None and not any(t.key == "WHERE" for t in tokens[end:]):
                field.unique = True
                field.stated.setdefault(
                    Attribute.UNIQUE,
                    Statement(sql.span(tokens[0], tokens[-1]), sql.slice(tokens)),
                )
            if not listed_as_index:
                return
        elif not any(token.key == "WHERE" for token in tokens[end:]):
            definition.uniques.append(tuple(part.name for part in fields))
    index = Index(
        span=sql.span(tokens[0], tokens[min(end, len(tokens) - 1)]),
        name=named.name if named else None,
        entity=definition.name,
        fields=fields,
        unique=unique,
        form=Form.SQL,
        name_span=sql.span(named) if named else None,
        fields_span=sql.span(tokens[at], tokens[min(end, len(tokens) - 1)]),
    )
    read_index_options(sql, index, tokens, end + 1)
    if method is not None:
        index.method, index.method_span = method.value.lower(), sql.span(method)
    note = sql.notes.get(tokens[-1].line)
    if note and not index.purpose:
        index.purpose = note
    body.schema.indexes.append(index)


def read_index_options(sql: Sql, index: Index, tokens: list[Token], at: int) -> None:
    """Reads INCLUDE, USING, COMMENT and WHERE behind an index's fields."""
    while at < len(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        match tokens[at].key:
            case "INCLUDE" if after is not None and after.key == "(":
                end = closing(tokens, at + 1)
                index.include = list(names(tokens[at + 2 : end]))
                at = end
            case "USING" | "TYPE" if after is not None:
                index.method, index.method_span = after.value.lower(), sql.span(after)
                at += 1
            case "COMMENT" if after is not None and after.kind == "string":
                index.purpose = after.value
                at += 1
            case "WHERE":
                index.where = sql.slice(tokens[at + 1 :]) or None
                return
            case _:
                pass
        at += 1
