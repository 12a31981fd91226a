"""A fence of SQL, in any dialect, with gaps and prose -> Schema: its tables, indexes, queries.

Definitions are read by a scanner of our own, statement by statement: it is several times as fast as
a full parser, keeps every place, and an unknown clause costs that clause and not the table.
"""

from __future__ import annotations

import re

from storagelint.markdown import Fence
from storagelint.model.facts import Attribute, Definition, EntityKind, Field, Form, Index, Statement
from storagelint.patterns import pattern
from storagelint.reading.schemas.schema import TOO_MUCH, UNREADABLE, Problem, Schema
from storagelint.reading.schemas.sql_columns import (
    Body,
    index_fields_of,
    names,
    read_column,
    read_index_options,
    read_item,
    read_path,
    read_type,
)
from storagelint.reading.schemas.sql_queries import MAX_PARSED_DEPTH, is_query, read_query
from storagelint.reading.schemas.sql_tokens import Sql, Token, closing, depth, keywords, split
from storagelint.source import Span
from storagelint.vocabulary.nearest import nearest

MAX_BYTES = 65_536
"""The longest block of SQL that is read, in bytes."""

_OBJECTS = keywords(
    """
    TABLE INDEX UNIQUE TYPE VIEW MATERIALIZED OR TEMP TEMPORARY UNLOGGED GLOBAL LOCAL
    EXTERNAL VIRTUAL FULLTEXT SPATIAL CLUSTERED NONCLUSTERED CUSTOM COLUMN BITMAP FOREIGN
    FUNCTION TRIGGER PROCEDURE RULE EVENT DOMAIN SCHEMA DATABASE EXTENSION SEQUENCE POLICY
    ROLE USER KEYSPACE PUBLICATION SERVER AGGREGATE VECTOR STREAM TRANSIENT HYPERTABLE
    CONSTRAINT
    """
)
_BODIES = frozenset(["FUNCTION", "TRIGGER", "PROCEDURE", "RULE", "EVENT"])
_QUERIES = keywords("SELECT INSERT UPDATE DELETE WITH MERGE REPLACE")
_OTHERS = keywords(
    """
    COMMENT DROP GRANT REVOKE SET USE BEGIN COMMIT ROLLBACK TRUNCATE EXPLAIN ANALYZE VACUUM
    PRAGMA DO CALL EXEC EXECUTE GO DECLARE REFRESH COPY CLUSTER REINDEX LOCK SHOW DESCRIBE
    DELIMITER OPTIMIZE RENAME LOAD ATTACH
    """
)
_CONTINUES = keywords(
    """
    AS UNION ALL EXCEPT INTERSECT DO KEY FOR EXPLAIN ANALYZE THEN ON ELSE WITH ( , = IN
    """
)
_ALTERS = keywords("ADD DROP ALTER RENAME MODIFY CHANGE")
_COMMON_TYPES = keywords(
    """
    TEXT VARCHAR CHAR INTEGER INT BIGINT SMALLINT TINYINT BOOLEAN BOOL UUID TIMESTAMP
    TIMESTAMPTZ DATE DATETIME TIME JSON JSONB NUMERIC DECIMAL REAL FLOAT DOUBLE BLOB BYTEA
    SERIAL BIGSERIAL NVARCHAR NUMBER VARCHAR2 ENUM STRING
    """
)
_TABLE_CLAUSES = keywords(
    "ORDER PARTITION PRIMARY TTL SETTINGS ENGINE SAMPLE COMMENT AND WITH AS OPTIONS CLUSTER"
)
_TABLE_CONSTRAINTS = keywords(
    "CONSTRAINT PRIMARY FOREIGN UNIQUE CHECK INDEX KEY FULLTEXT SPATIAL EXCLUDE"
)
_LEAD = pattern(r"[\s\d.)*>•\-]*")
_DIALECTS = (
    ("postgres", "postgres"),
    ("supabase", "postgres"),
    ("timescale", "postgres"),
    ("neon", "postgres"),
    ("cockroach", "postgres"),
    ("pgvector", "postgres"),
    ("mysql", "mysql"),
    ("mariadb", "mysql"),
    ("tidb", "mysql"),
    ("sqlite", "sqlite"),
    ("libsql", "sqlite"),
    ("turso", "sqlite"),
    ("d1", "sqlite"),
    ("sql server", "tsql"),
    ("mssql", "tsql"),
    ("azure sql", "tsql"),
    ("oracle", "oracle"),
    ("clickhouse", "clickhouse"),
    ("bigquery", "bigquery"),
    ("snowflake", "snowflake"),
    ("redshift", "redshift"),
    ("duckdb", "duckdb"),
)
_LOOKS = pattern(
    r"^[ \t]*(?:CREATE[ \t]+(?:OR[ \t]+REPLACE[ \t]+)?(?:TEMP(?:ORARY)?[ \t]+|UNIQUE[ \t]+)?"
    r"(?:TABLE|INDEX|TYPE|VIEW|MATERIALIZED[ \t]+VIEW)[ \t]+[\w\"`\[.]"
    r"|ALTER[ \t]+TABLE[ \t]+[\w\"`\[.]+"
    r"|INSERT[ \t]+INTO[ \t]+[\w\"`\[.]+[ \t]*(?:\(|VALUES|SELECT)"
    r"|DELETE[ \t]+FROM[ \t]+[\w\"`\[.]+[ \t]*(?:;|$|WHERE)|COMMENT[ \t]+ON[ \t]+(?:TABLE|COLUMN)"
    r"|DROP[ \t]+(?:TABLE|INDEX|VIEW)[ \t]+[\w\"`\[.])",
    re.IGNORECASE | re.MULTILINE,
)
_SELECTS = pattern(r"^[ \t]*(?:SELECT|WITH|UPDATE)\s", re.IGNORECASE | re.MULTILINE)
_SELECTED = pattern(r"\b(?:FROM[ \t\n]+[\w\"`\[(]|SET[ \t\n]+[\w\"`\[.]+[ \t]*=)", re.IGNORECASE)

_NO_TABLE = "index names no table"
_NO_FIELDS = "index names no fields"


def sql_dialect(technology: str | None) -> str | None:
    """What sqlglot calls the SQL of a technology; None where it is unknown."""
    if not technology:
        return None
    folded = technology.casefold()
    return next((dialect for part, dialect in _DIALECTS if part in folded), None)


def looks_like_sql(text: str) -> bool:
    """Whether text without a language holds a statement of SQL; prose about SQL does not."""
    if _LOOKS.search(text):
        return True
    return bool(_SELECTS.search(text) and _SELECTED.search(text))


def read_sql(fence: Fence, dialect: str | None = None) -> Schema:
    """What a fence of SQL defines and asks; what cannot be read is among the problems.

    `dialect` is a name of `sql_dialect`. Never raises, whatever the text.
    """
    schema = Schema()
    size = len(fence.text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        message = f"SQL block has {size:,} bytes, more than the {MAX_BYTES:,} that are read"
        schema.problems.append(Problem(fence.span(0), TOO_MUCH, message))
        return schema
    sql = Sql(fence)
    for tokens in _statements(sql):
        if depth(tokens)[0] > MAX_PARSED_DEPTH:
            message = "SQL is nested too deeply to be read"
            schema.problems.append(Problem(sql.span(tokens[0]), TOO_MUCH, message))
            continue
        _read_statement(sql, schema, tokens, dialect)
    _misspelt_definitions(sql, schema)
    return schema


def _statements(sql: Sql) -> list[list[Token]]:
    """The statements of a text; what stands between them and begins none is left out."""
    found: list[list[Token]] = []
    now: list[Token] | None = None
    tokens = sql.tokens
    total = len(tokens)
    level = at = 0
    while at < total:
        token = tokens[at]
        key = token.key
        fresh = now is None or level <= 0
        if key and (key in _QUERIES or key in _OTHERS or key in ("CREATE", "ALTER", "TABLE")):
            if _begins(sql, tokens, at, now, fresh):
                now = []
                found.append(now)
                level = 0
                if (key == "CREATE" and _has_body(tokens, at)) or key == "DO":
                    end = _body_end(tokens, at)
                    now.extend(tokens[at:end])
                    now, at = None, end
                    continue
        elif token.kind == "dollar":
            at = _dollar_end(tokens, at)
            continue
        if key == ";":
            now = None if level <= 0 or not _goes_on(tokens, at) else now
            level = level if now is not None else 0
        elif key == "\\" and token.first:
            now, line = None, token.line
            while at < total and tokens[at].line == line:
                at += 1
            continue
        elif now is not None:
            if key == "(":
                level += 1
            elif key == ")":
                level -= 1
            now.append(token)
        at += 1
    return [statement for statement in found if statement]


def _goes_on(tokens: list[Token], at: int) -> bool:
    """Whether the list of columns goes on behind a semicolon that stands for a comma."""
    following = tokens[at + 1 : at + 3]
    return (
        len(following) == 2
        and following[0].is_name
        and following[1].is_name
        and (following[0].key not in _QUERIES | _OTHERS | {"CREATE", "ALTER"})
    )


def _begins(sql: Sql, tokens: list[Token], at: int, now: list[Token] | None, fresh: bool) -> bool:
    """Whether the word at `at` begins a statement."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    ended = before is None or before.key == ";" or before.key == "GO"
    if not (token.first or ended):
        start = sql.text.rfind("\n", 0, token.start) + 1
        if not _LEAD.fullmatch(sql.text, start, token.start):
            return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None:
        return False
    match token.key:
        case "CREATE":
            return after.key in _OBJECTS
        case "ALTER":
            return after.key in ("TABLE", "TYPE", "INDEX", "VIEW", "DATABASE", "SYSTEM", "ROLE")
        case "TABLE":
            return now is None and after.is_name and _opens(tokens, at + 1)
        case _:
            pass
    if not fresh:
        return False
    if now and not ended:
        if before is not None and before.key in _CONTINUES:
            return False
        head = now[0].key
        if head == "ALTER" and token.key not in _QUERIES - {"WITH", "REPLACE"}:
            return False
        if head in ("INSERT", "WITH", "CREATE", "MERGE", "EXPLAIN", "COMMENT") and (
            token.key in _QUERIES | {"SET", "COMMENT", "CLUSTER", "LOCK"}
        ):
            return (
                head == "CREATE"
                and token.key in ("INSERT", "UPDATE", "DELETE", "SELECT")
                and (not any(part.key in ("AS", "VIEW") for part in now))
            )
        if token.key in ("SET", "WITH", "REPLACE", "DO", "LOCK", "COMMENT"):
            return token.key == "COMMENT" and after.key == "ON"
    return True


def _opens(tokens: list[Token], at: int) -> bool:
    _, end = read_path(tokens, at)
    return end < len(tokens) and tokens[end].key == "("


def _has_body(tokens: list[Token], at: int) -> bool:
    return any(token.key in _BODIES for token in tokens[at + 1 : at + 5])


def _body_end(tokens: list[Token], at: int) -> int:
    """The index behind a routine, whose body has semicolons of its own."""
    begun = 0
    at += 1
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "dollar":
            at = _dollar_end(tokens, at)
            continue
        match token.key:
            case "BEGIN" | "CASE":
                begun += 1
            case "END":
                begun -= tokens[at + 1].key not in ("IF", "LOOP") if at + 1 < len(tokens) else 1
            case ";" if begun <= 0:
                return at + 1
            case "CREATE" if token.first and begun <= 0 and at + 1 < len(tokens):
                if tokens[at - 1].key in (";", "END", "GO"):
                    return at
            case _:
                pass
        at += 1
    return at


def _dollar_end(tokens: list[Token], at: int) -> int:
    mark = tokens[at].text
    for index in range(at + 1, len(tokens)):
        if tokens[index].kind == "dollar" and tokens[index].text == mark:
            return index + 1
    return at + 1


def _read_statement(sql: Sql, schema: Schema, tokens: list[Token], dialect: str | None) -> None:
    head = tokens[0].key
    if head in _QUERIES:
        if is_query(tokens):
            schema.statements += 1
            schema.queries.append(read_query(sql, tokens, _comment_above(sql, tokens[0]), dialect))
        return
    schema.statements += 1
    match head:
        case "CREATE":
            _read_create(sql, schema, tokens)
        case "TABLE":
            _read_table(sql, schema, tokens, 1)
        case "ALTER" if tokens[1].key == "TABLE":
            _read_alter(sql, schema, tokens)
        case "COMMENT":
            _read_comment(schema, tokens)
        case "EXPLAIN" | "ANALYZE":
            at = next((n for n, token in enumerate(tokens) if token.key in _QUERIES), 0)
            if at:
                schema.statements -= 1
                _read_statement(sql, schema, tokens[at:], dialect)
        case _:
            pass


def _misspelt_definitions(sql: Sql, schema: Schema) -> None:
    """Report what begins with a word like CREATE and goes on as `TABLE name (`."""
    tokens = sql.tokens
    for at in range(len(tokens) - 3):
        head, table = tokens[at], tokens[at + 1]
        if table.key != "TABLE" or not head.is_name or head.key == "CREATE":
            continue
        if at and tokens[at - 1].key != ";":
            continue
        if _opens(tokens, _after_if(tokens, at + 2)) and nearest(head.key, ["CREATE"]):
            message = f"statement begins with {head.key} TABLE, which is no SQL"
            _unreadable(schema, sql.span(head, table), message)


def _comment_above(sql: Sql, token: Token) -> str:
    line = token.line - 1
    while line >= 0 and not sql.fence.lines[line].strip():
        line -= 1
    found = sql.comments.get(line, "")
    while found and (above := sql.comments.get(line - 1)):
        line -= 1
        found = above
    return found


def _read_create(sql: Sql, schema: Schema, tokens: list[Token]) -> None:
    unique = False
    method: Token | None = None
    for at in range(1, min(len(tokens), 7)):
        match tokens[at].key:
            case "TABLE":
                return _read_table(sql, schema, tokens, at + 1)
            case "INDEX":
                return _read_index(sql, schema, tokens, at + 1, unique, method)
            case "VIEW":
                return _read_view(sql, schema, tokens, at + 1)
            case "TYPE":
                return _read_user_type(schema, tokens, at + 1)
            case "UNIQUE":
                unique = True
            case "FULLTEXT" | "SPATIAL" | "VECTOR" | "BITMAP":
                method = tokens[at]
            case key if key in _OBJECTS and key not in ("FOREIGN", "OR"):
                pass
            case "REPLACE" | "OR" | "FOREIGN":
                pass
            case _:
                return None
    return None


def _after_if(tokens: list[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].key == "IF":
        at += 1
        while at < len(tokens) and tokens[at].key in ("NOT", "EXISTS"):
            at += 1
    return at


def _definition(
    sql: Sql, schema: Schema, tokens: list[Token], at: int
) -> tuple[Definition | None, int]:
    """The definition that is named at `at`, without fields, and the index behind the name."""
    at = _after_if(tokens, at)
    while at + 1 < len(tokens) and tokens[at].key == "ONLY" and tokens[at + 1].is_name:
        at += 1
    name, end = read_path(tokens, at)
    if not name:
        where = sql.span(tokens[0], tokens[min(at, len(tokens)) - 1])
        _unreadable(schema, where, "statement names no table")
        return None, end
    found = Definition(
        span=sql.span(tokens[at], tokens[end - 1]),
        name=name,
        form=Form.SQL,
        kind=EntityKind.TABLE,
        line=sql.fence.first_line + tokens[0].line,
        end_line=sql.fence.first_line + tokens[-1].line,
    )
    return found, end


def _unreadable(schema: Schema, where: Span, message: str) -> None:
    schema.problems.append(Problem(where, UNREADABLE, message))


def _read_table(sql: Sql, schema: Schema, tokens: list[Token], at: int) -> None:
    definition, at = _definition(sql, schema, tokens, at)
    if definition is None or _is_partition(tokens, at):
        return
    definition.comment = _comment_above(sql, tokens[0]) or None
    schema.definitions.append(definition)
    total = len(tokens)
    while at < total and tokens[at].key != "(":
        if tokens[at].key in ("AS", "SELECT", "LIKE", "CLONE"):
            return
        at += 1
    if at >= total:
        return
    end = closing(tokens, at)
    virtual = any(token.key == "VIRTUAL" for token in tokens[:3])
    body = Body(sql, schema, definition)
    for item in _items(tokens[at + 1 : end]):
        if virtual and len(item) > 1 and item[1].key == "=":
            continue
        if not read_item(body, item):
            where = sql.span(item[0], item[-1])
            _unreadable(schema, where, f"part of table {definition.name} cannot be read")
    if end < total:
        _read_options(sql, definition, tokens, end + 1)
    if not definition.primary_key and "MergeTree" in definition.options.get("engine", ""):
        sorted_by = definition.options.get("order-key", "")
        definition.primary_key = tuple(sorted_by.split(", ")) if sorted_by else ()


def _is_partition(tokens: list[Token], at: int) -> bool:
    return [token.key for token in tokens[at : at + 2]] == ["PARTITION", "OF"]


def _items(tokens: list[Token]) -> list[list[Token]]:
    """The parts of a column list; a line break splits too where a comma was forgotten."""
    items: list[list[Token]] = []
    for part in split(tokens):
        start = level = 0
        for at in range(len(part)):
            token = part[at]
            if token.key == "(":
                level += 1
            elif token.key == ")":
                level -= 1
            elif at > start and token.first and level == 0 and _starts_item(part, at):
                items.append(part[start:at])
                start = at
        items.append(part[start:])
    return items


def _starts_item(part: list[Token], at: int) -> bool:
    token, before = part[at], part[at - 1]
    if before.kind == "ellipsis" or token.kind == "ellipsis" or before.key == ";":
        return True
    if at + 1 >= len(part) or not token.is_name:
        return False
    after = part[at + 1].key
    if token.key in ("FOREIGN", "PRIMARY") and after == "KEY":
        return token.key == "FOREIGN" or (at + 2 < len(part) and part[at + 2].key == "(")
    return after in _COMMON_TYPES and token.key not in ("AS", "DEFAULT", "TYPE", "RETURNS")


def _read_options(sql: Sql, definition: Definition, tokens: list[Token], at: int) -> None:
    """Reads what stands behind the column list: engine, keys, partitions, time to live."""
    total = len(tokens)
    while at < total:
        key = tokens[at].key
        after = tokens[at + 1].key if at + 1 < total else ""
        match key:
            case "ENGINE":
                at += 2 if after == "=" else 1
                start = at
                at = read_type(tokens, at)
                definition.options["engine"] = sql.slice(tokens[start:at])
                continue
            case "COMMENT":
                at += 2 if after == "=" else 1
                if at < total and tokens[at].kind == "string":
                    definition.comment = tokens[at].value
            case "ORDER" | "PARTITION" | "PRIMARY" | "CLUSTER" if after in ("BY", "KEY"):
                start = at + 2
                at = _clause_end(tokens, start)
                _read_key_option(sql, definition, key, tokens[start:at])
                continue
            case "TTL":
                start = at + 1
                at = _clause_end(tokens, start)
                definition.options["ttl"] = sql.slice(tokens[start:at])
                continue
            case "DEFAULT_TIME_TO_LIVE" if after == "=" and at + 2 < total:
                definition.options["ttl"] = tokens[at + 2].text
            case _ if tokens[at].kind == "word" and key == "STRICT":
                definition.options["strict"] = "true"
            case _:
                pass
        at += 1


def _clause_end(tokens: list[Token], at: int) -> int:
    level = 0
    while at < len(tokens):
        key = tokens[at].key
        if key == "(":
            level += 1
        elif key == ")":
            level -= 1
        elif level <= 0 and key in _TABLE_CLAUSES:
            break
        at += 1
    return at


def _read_key_option(sql: Sql, definition: Definition, key: str, tokens: list[Token]) -> None:
    text = sql.slice(tokens)
    inner = tokens[1:-1] if tokens and tokens[0].key == "(" else tokens
    match key:
        case "ORDER" | "CLUSTER":
            definition.options["order-key"] = ", ".join(names(inner)) or text
        case "PARTITION":
            definition.options.setdefault("partition-key", text)
        case _ if inner and not definition.primary_key:
            definition.primary_key = names(inner)


def _read_index(
    sql: Sql, schema: Schema, tokens: list[Token], at: int, unique: bool, method: Token | None
) -> None:
    total = len(tokens)
    if at < total and tokens[at].key == "CONCURRENTLY":
        at += 1
    at = _after_if(tokens, at)
    start = at
    name = ""
    if at < total and tokens[at].key != "ON":
        name, at = read_path(tokens, at)
    name_span = sql.span(tokens[start], tokens[at - 1]) if name else None
    if at < total and tokens[at].key == "USING":
        method, at = (tokens[at + 1] if at + 1 < total else None), at + 2
    if at >= total or tokens[at].key != "ON":
        where = sql.span(tokens[0], tokens[min(at, total) - 1])
        return _unreadable(schema, where, f"index {name} names no table" if name else _NO_TABLE)
    at += 1
    while at < total and tokens[at].key == "ONLY":
        at += 1
    table, entity = at, ""
    entity, at = read_path(tokens, at)
    index = Index(
        span=sql.span(tokens[0], tokens[-1]),
        name=name or None,
        entity=entity or None,
        unique=unique,
        form=Form.SQL,
        name_span=name_span,
        entity_span=sql.span(tokens[table], tokens[at - 1]) if entity else None,
    )
    if at < total and tokens[at].key == "USING" and at + 1 < total:
        method, at = tokens[at + 1], at + 2
    if method is not None:
        index.method, index.method_span = method.value.lower(), sql.span(method)
    if not entity or at >= total or tokens[at].key != "(":
        where = sql.span(tokens[0], tokens[min(at, total) - 1])
        return _unreadable(schema, where, f"index {name} names no fields" if name else _NO_FIELDS)
    end = closing(tokens, at)
    index.fields = index_fields_of(tokens[at + 1 : end])
    index.fields_span = sql.span(tokens[at], tokens[min(end, total - 1)])
    read_index_options(sql, index, tokens, end + 1)
    if not index.purpose:
        index.purpose = sql.notes.get(tokens[-1].line) or _comment_above(sql, tokens[0]) or None
    schema.indexes.append(index)
    return None


def _read_view(sql: Sql, schema: Schema, tokens: list[Token], at: int) -> None:
    definition, _ = _definition(sql, schema, tokens, at)
    if definition is not None:
        definition.kind = EntityKind.VIEW
        schema.definitions.append(definition)


def _read_user_type(schema: Schema, tokens: list[Token], at: int) -> None:
    name, at = read_path(tokens, _after_if(tokens, at))
    if name and [token.key for token in tokens[at : at + 2]] == ["AS", "ENUM"]:
        values = tuple(token.value for token in tokens[at + 2 :] if token.kind == "string")
        schema.user_types[name] = values


def _read_comment(schema: Schema, tokens: list[Token]) -> None:
    """COMMENT ON TABLE x IS '...' and COMMENT ON COLUMN x.y IS '...'."""
    path, at = read_path(tokens, 3)
    if at + 1 >= len(tokens) or tokens[at].key != "IS" or tokens[at + 1].kind != "string":
        return
    text = tokens[at + 1].value
    match tokens[2].key:
        case "TABLE":
            definition = schema.definition(path)
            if definition is not None:
                definition.comment = text
        case "COLUMN":
            table, _, column = path.rpartition(".")
            definition = schema.definition(table)
            for field in definition.fields if definition else ():
                if field.name.casefold() == column.casefold():
                    field.description = text
        case _:
            pass


def _read_alter(sql: Sql, schema: Schema, tokens: list[Token]) -> None:
    """ALTER TABLE: keys and constraints go to the table of this fence, the rest to a change."""
    definition, at = _definition(sql, schema, tokens, 2)
    if definition is None:
        return
    definition.changes = True
    known = schema.definition(definition.name)
    body = Body(sql, schema, definition)
    constraints = Body(sql, schema, known if known and not known.changes else definition)
    adding = False
    for part in split(tokens[at:]):
        head = part[0].key
        if head in _ALTERS:
            adding = head == "ADD"
            part = part[1:]
        if not part:
            continue
        match head:
            case "DROP" if part[0].key == "COLUMN" or len(part) == 1:
                rest = _after_if(part, 1 if part[0].key == "COLUMN" else 0)
                if rest < len(part) and part[rest].is_name:
                    definition.dropped.append(part[rest].name)
            case "MODIFY" | "CHANGE":
                _read_new_column(body, part, renamed=head == "CHANGE")
            case _ if adding and part[0].key == "(":
                for item in _items(part[1 : closing(part, 0)]):
                    read_item(body, item)
            case _ if adding and part[0].key == "COLUMN":
                _read_new_column(body, part, renamed=False)
            case _ if adding and part[0].key in _TABLE_CONSTRAINTS:
                if not read_item(constraints, part):
                    where = sql.span(part[0], part[-1])
                    message = f"constraint of table {definition.name} cannot be read"
                    _unreadable(schema, where, message)
            case _ if adding:
                _read_new_column(body, part, renamed=False)
            case _:
                pass
    stated = (definition.fields, definition.references, definition.checks, definition.dropped)
    if any(stated) or definition.primary_key or definition.uniques:
        schema.definitions.append(definition)


def _read_new_column(body: Body, part: list[Token], renamed: bool) -> Field | None:
    at = 1 if part[0].key == "COLUMN" else 0
    at = _after_if(part, at) + renamed
    if at >= len(part) or not part[at].is_name:
        return None
    field = read_column(body, part[at:])
    if field is not None and field.primary_key:
        field.stated.setdefault(Attribute.PRIMARY_KEY, Statement(field.span, part[at].text))
    return field
