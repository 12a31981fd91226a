"""SL118 missing-rationale: a store that is chosen without a reason or a purpose."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.stores.rationale import gives_reason, prose, selection
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class MissingRationale(Rule):
    """A sentence in the section is a reason for all stores of which no purpose is asked."""

    code = "SL118"
    name = "missing-rationale"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        spec = context.kind.section("storage-selection")
        section = selection(document)
        if spec is None or spec.need != "required" or section is None:
            return
        reasoned = gives_reason(prose(document, section))
        for store in document.chosen_stores:
            inside = section.line < store.span.line <= section.end_line
            if not inside or store.purpose or (reasoned and store.purpose is None):
                continue
            if reasoned:
                message = f"choice of {store.technology} has an empty purpose"
                yield self.at(document, store.span, message, severity=self.severity.lower())
            else:
                message = f"choice of {store.technology} has neither a reason nor a purpose"
                yield self.at(document, store.span, message)
