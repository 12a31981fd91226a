"""SL151 sql-ddl: statements that make or change a schema."""

from __future__ import annotations

from storagelint.judging.code_blocks import CodeKind
from storagelint.linting.rule import Severity
from storagelint.linting.written_code import WrittenCode


class SqlDdl(WrittenCode):
    """A fence that also holds queries is one finding, of this rule."""

    code = "SL151"
    name = "sql-ddl"
    severity = Severity.ERROR
    sort = CodeKind.DDL
    in_fence = "code block holds {}"
    in_line = "{} is written as SQL"
