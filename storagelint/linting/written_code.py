"""The rule that several rules are: one sort of program code in a document that should hold none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from storagelint.judging.code_blocks import Code, CodeKind, code_of
from storagelint.linting.rule import Context, Diagnostic, Fix, Rule
from storagelint.model.document import Document


class WrittenCode(Rule):
    """Where a kind only discourages code, the finding weighs one less."""

    sort: ClassVar[CodeKind]
    """The code that it looks for."""
    in_fence: ClassVar[str]
    """The message on a fence; `{}` stands for what the fence holds."""
    in_line: ClassVar[str]
    """The message on code in running text or a cell."""

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        """A finding for each piece of that code."""
        if context.kind.code == "allowed":
            return
        severity = self.severity if context.kind.code == "forbidden" else self.severity.lower()
        for code in code_of(document):
            if code.kind is self.sort:
                message = (self.in_fence if code.fenced else self.in_line).format(code.what)
                fix = self.fix(document, context, code)
                yield self.at(document, code.span, message, severity=severity, fix=fix)

    def fix(self, document: Document, context: Context, code: Code) -> Fix | None:
        """What would take the place of the code; nothing, unless a rule knows better."""
        return None
