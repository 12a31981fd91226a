"""SL705 unstated-compliance: health or payment data, and no word on the rules for it."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.personal import Sort, personal_fields
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedCompliance(Rule):
    """Encrypted or not: the rules for such data ask for more than encryption."""

    code = "SL705"
    name = "unstated-compliance"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not context.kind.sections:
            return
        if document.operations.first("compliance") or document.operations.first("audit"):
            return
        seen: set[Sort] = set()
        for entity, field, sort in personal_fields(document):
            if sort not in (Sort.HEALTH, Sort.PAYMENT) or sort in seen:
                continue
            seen.add(sort)
            yield self.at(
                document,
                field.span,
                f"no rules are named for {sort} such as {entity.name}.{field.name}",
                entity=entity,
                field=field,
            )
