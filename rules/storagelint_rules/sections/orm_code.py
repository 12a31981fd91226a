"""SL152 orm-code: models of an object-relational mapper."""

from __future__ import annotations

from storagelint.judging.pages.code_blocks import CodeKind
from storagelint.linting.rule import Severity
from storagelint.linting.written_code import WrittenCode


class OrmCode(WrittenCode):
    """A fence is one finding, whatever else it holds."""

    code = "SL152"
    name = "orm-code"
    severity = Severity.ERROR
    sort = CodeKind.ORM
    in_fence = "code block holds models of {}"
    in_fences = "code blocks hold ORM models"
    in_line = "model of {} is written as code"
