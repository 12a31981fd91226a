"""SL155 sql-query: statements that read or write rows."""

from __future__ import annotations

from storagelint.judging.pages.code_blocks import CodeKind
from storagelint.linting.rule import Severity
from storagelint.linting.written_code import WrittenCode


class SqlQuery(WrittenCode):
    """A fence that also makes a schema is the matter of SL151."""

    code = "SL155"
    name = "sql-query"
    severity = Severity.ERROR
    sort = CodeKind.QUERY
    in_fence = "code block holds a query: {}"
    in_fences = "code blocks hold queries"
    in_line = "query is written as SQL: {}"
    line_counts = False
