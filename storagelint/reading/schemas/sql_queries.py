"""Tokens of SELECT, INSERT, UPDATE, DELETE -> QueryPattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storagelint.model.facts import Form, QueryPattern
from storagelint.reading.schemas.sql_columns import read_path
from storagelint.reading.schemas.sql_tokens import Sql, Token, depth, keywords

if TYPE_CHECKING:
    from sqlglot import exp

MAX_PARSED_DEPTH = 12
MAX_PARSED_WEIGHT = 20_000
"""The sum of 2 to the power of the depth over all brackets; sqlglot's time grows with it."""

_COMPARISONS = keywords(
    """
    = < > <= >= IN BETWEEN LIKE ILIKE IS @@ @> ~ -> ->> CONTAINS SIMILAR REGEXP
    """
)
_RANGES = keywords("< > <= >= BETWEEN")
_CLAUSES = keywords(
    """
    WHERE GROUP ORDER LIMIT OFFSET FETCH HAVING RETURNING UNION EXCEPT INTERSECT FOR WINDOW
    ON USING SET VALUES SELECT FROM JOIN LEFT RIGHT INNER CROSS FULL NATURAL OUTER LATERAL
    ALLOW PREWHERE QUALIFY
    """
)
_NOT_NAMES = _CLAUSES | keywords(
    """
    AND OR NOT NULL TRUE FALSE CASE WHEN THEN ELSE END AS ASC DESC NULLS FIRST LAST EXISTS
    INTO BY IGNORE OVERWRITE ANY ALL DISTINCT INTERVAL IN BETWEEN LIKE ILIKE IS ONLY IF
    """
)


def is_query(tokens: list[Token]) -> bool:
    """Whether these tokens are a query and not prose that begins like one."""
    keys = {token.key for token in tokens}
    second = tokens[1].key if len(tokens) > 1 else ""
    match tokens[0].key:
        case "SELECT":
            return "FROM" in keys
        case "INSERT":
            return second in ("INTO", "OR", "IGNORE") or "VALUES" in keys
        case "REPLACE":
            return second == "INTO"
        case "UPDATE":
            return "SET" in keys and any(token.key == "=" for token in tokens)
        case "DELETE":
            return second == "FROM"
        case "WITH":
            return "SELECT" in keys and "AS" in keys and "(" in keys
        case "MERGE":
            return "INTO" in keys or "USING" in keys
        case _:
            return False


def read_query(sql: Sql, tokens: list[Token], name: str, dialect: str | None) -> QueryPattern:
    """The pattern of one query; `name` is what the comment above it calls it.

    Plain queries are read from their tokens, several times as fast; only those with queries inside
    need a syntax tree.
    """
    found = QueryPattern(
        span=sql.span(tokens[0], tokens[-1]),
        name=name,
        form=Form.SQL,
        entities_stated=True,
        filters_stated=True,
        writes=tokens[0].key in ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE"),
    )
    nested = sum(token.key == "SELECT" for token in tokens) > 1 or tokens[0].key == "WITH"
    if not (nested and _read_tree(found, sql, tokens, dialect)):
        _read_plain(found, tokens)
    return found


def _read_plain(found: QueryPattern, tokens: list[Token]) -> None:
    clause, total = tokens[0].key, len(tokens)
    entities: dict[str, None] = {}
    filters: dict[str, None] = {}
    ranges: dict[str, None] = {}
    sorts: dict[str, None] = {}
    level = 0
    wants_entity = clause == "UPDATE"
    at = 1
    while at < total:
        token = tokens[at]
        key = token.key
        if key in ("(", ")"):
            level += 1 if key == "(" else -1
            wants_entity = False
        elif key in _CLAUSES:
            if level <= 0 or key in ("SELECT", "FROM", "WHERE", "JOIN"):
                clause = key
            wants_entity = key in ("FROM", "JOIN") and not (level > 0 and clause == "SELECT")
            if key in ("LIMIT", "FETCH") and level <= 0:
                found.paginated = True
        elif (key in ("INTO", "TABLE") and clause in ("INSERT", "REPLACE", "MERGE")) or (
            key == "," and clause == "FROM" and level <= 0
        ):
            wants_entity = True
        elif key == "MATCH" or key == "@@":
            found.full_text = True
        if key not in _NOT_NAMES and token.is_name and token.kind != "placeholder":
            path, end = read_path(tokens, at)
            after = tokens[end].key if end < total else ""
            column = path.rpartition(".")[2]
            if wants_entity and (after != "(" or clause in ("INSERT", "REPLACE")):
                entities.setdefault(path)
                wants_entity = False
            elif clause in ("WHERE", "PREWHERE") and after in _COMPARISONS:
                filters.setdefault(column)
                if after in _RANGES:
                    ranges.setdefault(column)
            elif clause == "ORDER" and level <= 0 and after != "(":
                sorts.setdefault(column)
            at = end
            continue
        at += 1
    found.entities, found.filters, found.sorts = list(entities), list(filters), list(sorts)
    found.ranges = list(ranges)
    if tokens[0].key == "SELECT":
        found.paginated = bool(found.paginated)


def _read_tree(found: QueryPattern, sql: Sql, tokens: list[Token], dialect: str | None) -> bool:
    """Reads a query through sqlglot; False where it is too deep or does not parse."""
    deepest, weight = depth(tokens)
    if deepest > MAX_PARSED_DEPTH or weight > MAX_PARSED_WEIGHT:
        return False
    import sqlglot
    from sqlglot import exp

    text = sql.text[tokens[0].start : tokens[-1].end]
    try:
        tree = sqlglot.parse_one(text, read=dialect, error_level=sqlglot.ErrorLevel.IMMEDIATE)
    except Exception:  # whatever breaks its parser, the tokens can still be read
        return False
    common = {cte.alias for cte in tree.find_all(exp.CTE)}
    entities: dict[str, None] = {}
    filters: dict[str, None] = {}
    for table in tree.find_all(exp.Table):
        if table.name and table.name not in common:
            entities.setdefault(f"{table.db}.{table.name}" if table.db else table.name)
    for where in tree.find_all(exp.Where):
        for name in _compared(where):
            filters.setdefault(name)
    order = tree.args.get("order")
    found.entities, found.filters = list(entities), list(filters)
    if order is not None:
        found.sorts = list(dict.fromkeys(column.name for column in order.find_all(exp.Column)))
    found.paginated = tree.args.get("limit") is not None
    found.full_text = tree.find(exp.MatchAgainst) is not None
    found.writes = any(
        isinstance(node, exp.Insert | exp.Update | exp.Delete) for node in tree.walk()
    )
    return bool(entities)


def _compared(where: exp.Where) -> list[str]:
    from sqlglot import exp

    sides = exp.Predicate, exp.In, exp.Between, exp.Like, exp.ILike
    return [
        column.name
        for comparison in where.find_all(*sides)
        if isinstance(column := comparison.this, exp.Column)
        and not isinstance(comparison, exp.NEQ)
        and not isinstance(comparison.parent, exp.Not)
    ]
