"""SL901 singular-table-name: a table whose name has another number than the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.judging.entities.naming import (
    in_tables,
    is_plain,
    majority,
    named_entities,
    number,
)
from storagelint.judging.entities.shape import is_framework
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity


class SingularTableName(Rule):
    """Only English words whose singular and plural differ are judged."""

    code = "SL901"
    name = "singular-table-name"
    severity = Severity.WARNING
    options: ClassVar[dict[str, Any]] = {"each": 4}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        tables = [each for each in named_entities(document) if _is_judged(each, document)]
        wanted = context.kind.naming.entity_number
        if wanted is not None:
            yield from self._asked(document, tables, wanted, context.options["each"])
            return
        agreed = majority(number(entity.name) for entity in tables)
        if agreed is None:
            return
        for entity in tables:
            if (found := number(entity.name)) not in (None, agreed.value):
                yield self.at(
                    document,
                    entity.span,
                    f"table name {entity.name} is in the {found}"
                    f" where most names are in the {agreed.value}",
                    entity=entity,
                    severity=Severity.INFO,
                    evidence=(agreed.evidence,),
                )

    def _asked(
        self, document: Document, tables: list[Entity], wanted: str, each: int
    ) -> Iterator[Diagnostic]:
        odd = [entity for entity in tables if number(entity.name) not in (None, wanted)]
        if len(odd) > each:
            first = odd[0]
            subject = f"table names such as {first.name} ({len(odd)} in all)"
            message = f"{subject} are in the {number(first.name)}"
            yield self.at(document, first.span, message, entity=first)
            return
        for entity in odd:
            message = f"table name {entity.name} is in the {number(entity.name)}"
            yield self.at(document, entity.span, message, entity=entity)


def _is_judged(entity: Entity, document: Document) -> bool:
    plain = is_plain(entity.name) and not is_framework(entity)
    return plain and in_tables(entity, document)
