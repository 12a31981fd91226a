"""SL702 unprotected-personal-data: data on people, and not a word on how it is guarded."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.personal import Sort, is_protected, personal_fields, protection
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnprotectedPersonalData(Rule):
    """One finding a document: it asks for a decision, it does not count leaks."""

    code = "SL702"
    name = "unprotected-personal-data"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        open_fields = [
            each
            for each in personal_fields(document)
            if not (protection(document, each.sort) or is_protected(document, each.field))
        ]
        grave = [each for each in open_fields if each.sort is not Sort.CONTACT]
        if not (grave or context.kind.section("security")):
            return
        for first in (grave or open_fields)[:1]:
            names = [f"{each.entity.name}.{each.field.name}" for each in grave or open_fields]
            yield self.at(
                document,
                first.field.span,
                f"nothing is said on the protection of {first.sort} such as {names[0]}",
                entity=first.entity,
                field=first.field,
                severity=None if grave else self.severity.lower(),
                evidence=(f"the names of {', '.join(names[:5])} speak of people",),
            )
