"""SL153 migration-code: the code of migrations."""

from __future__ import annotations

from storagelint.judging.pages.code_blocks import CodeKind
from storagelint.linting.rule import Severity
from storagelint.linting.written_code import WrittenCode


class MigrationCode(WrittenCode):
    """Migrations that are written in SQL are the matter of SL151."""

    code = "SL153"
    name = "migration-code"
    severity = Severity.ERROR
    sort = CodeKind.MIGRATION
    in_fence = "code block holds a migration of {}"
    in_fences = "code blocks hold migrations"
    in_line = "migration of {} is written as code"
