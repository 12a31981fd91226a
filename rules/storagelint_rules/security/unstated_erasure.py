"""SL706 unstated-erasure: data on people, and no word on when it goes."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.personal import Sort, personal_fields
from storagelint.judging.stores.retained import is_retention_stated
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnstatedErasure(Rule):
    """A period of retention, an anonymisation or a purge counts."""

    code = "SL706"
    name = "unstated-erasure"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not context.kind.section("security"):
            return
        if document.operations.first("erasure") or is_retention_stated(document):
            return
        fields = personal_fields(document)
        section = document.section("security")
        for first in fields[:1]:
            sure = section is not None or any(each.sort is not Sort.CONTACT for each in fields)
            yield self.at(
                document,
                first.field.span,
                "nothing is said on how long personal data such as"
                f" {first.entity.name}.{first.field.name} is kept",
                entity=first.entity,
                field=first.field,
                severity=None if sure else self.severity.lower(),
            )
