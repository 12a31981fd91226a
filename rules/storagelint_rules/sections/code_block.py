"""SL154 code-block: code in a document whose kind has none."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.pages.code_blocks import MANY_BLOCKS, CodeKind, code_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class CodeBlock(Rule):
    """SQL, models and migrations have rules of their own: SL151 to SL153, and SL155."""

    code = "SL154"
    name = "code-block"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if context.kind.code != "forbidden":
            return
        found = [code for code in code_of(document) if code.kind is CodeKind.OTHER]
        if len(found) > MANY_BLOCKS:
            what = ", ".join(dict.fromkeys(code.what for code in found))
            evidence = (f"they begin in the lines {', '.join(str(c.span.line) for c in found)}",)
            message = f"{len(found)} code blocks hold {what}"
            yield self.at(document, found[0].span, message, evidence=evidence)
            return
        for code in found:
            yield self.at(document, code.span, f"code block holds {code.what}")
