"""SL151 sql-ddl: statements that make or change a schema."""

from __future__ import annotations

from storagelint.judging.pages.code_blocks import Code, CodeKind
from storagelint.linting.rule import Context, Edit, Fix, Safety, Severity
from storagelint.linting.written_code import WrittenCode
from storagelint.model import Document


class SqlDdl(WrittenCode):
    """A fence that also holds queries is one finding, of this rule."""

    code = "SL151"
    name = "sql-ddl"
    severity = Severity.ERROR
    fixable = Safety.UNSAFE
    sort = CodeKind.DDL
    in_fence = "code block holds {}"
    in_line = "{} is written as SQL"

    def fix(self, document: Document, context: Context, code: Code) -> Fix | None:
        """Field tables and index rows that say the same as a fence."""
        if not code.fenced:
            return None
        from storagelint.generating.edits.ddl_tables import ddl_as_tables

        made = ddl_as_tables(document, context.kind, code.span.line)
        title = "Say it as tables of fields and indexes"
        return Fix(title, tuple(Edit(*each) for each in made), Safety.UNSAFE) if made else None
