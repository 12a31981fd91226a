"""The rule that several rules are: one sort of program code in a document that should hold none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from storagelint.judging.pages.code_blocks import MANY_BLOCKS, Code, CodeKind, code_of
from storagelint.linting.rule import Context, Diagnostic, Fix, Rule
from storagelint.model.document import Document


class WrittenCode(Rule):
    """Where a kind only discourages code, the finding weighs one less."""

    sort: ClassVar[CodeKind]
    """The code that it looks for."""
    in_fence: ClassVar[str]
    """The message on a fence; `{}` stands for what the fence holds."""
    in_fences: ClassVar[str] = ""
    """The message on many fences, behind their number."""
    in_line: ClassVar[str]
    """The message on code in running text or a cell."""
    line_counts: ClassVar[bool] = True
    """Whether a line weighs as much as a fence; else one less, and nothing where code may be."""

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        """A finding for each piece of that code."""
        if context.kind.code == "allowed":
            return
        forbidden = context.kind.code == "forbidden"
        severity = self.severity if forbidden else self.severity.lower()
        found = [code for code in code_of(document) if code.kind is self.sort]
        blocks = [code for code in found if code.fenced]
        if self.fixable is None and len(blocks) > MANY_BLOCKS:
            message = f"{len(blocks)} {self.in_fences}"
            lines = ", ".join(str(code.span.line) for code in blocks)
            evidence = (f"they begin in the lines {lines}",)
            yield self.at(document, blocks[0].span, message, severity=severity, evidence=evidence)
            found = [code for code in found if not code.fenced]
        for code in found:
            if not (code.fenced or forbidden or self.line_counts):
                continue
            weight = severity if code.fenced or self.line_counts else severity.lower()
            message = (self.in_fence if code.fenced else self.in_line).format(code.what)
            fix = self.fix(document, context, code)
            yield self.at(document, code.span, message, severity=weight, fix=fix)

    def fix(self, document: Document, context: Context, code: Code) -> Fix | None:
        """What would take the place of the code; nothing, unless a rule knows better."""
        return None
