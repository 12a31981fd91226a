"""SL317 set-null-on-not-null: a foreign key that is to become null and may not be."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.actions import sets_null
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document


class SetNullOnNotNull(Rule):
    """A part of the primary key may not be null either."""

    code = "SL317"
    name = "set-null-on-not-null"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for field, reference in entity.foreign_keys():
                event = sets_null(reference)
                if event is None or not (field.nullable is False or field.primary_key):
                    continue
                bar = "NOT NULL" if field.nullable is False else "part of the primary key"
                yield self.at(
                    document,
                    field.where(Attribute.REFERENCES),
                    f"{entity.name}.{field.name} is {bar}, but becomes null {event}",
                    entity=entity,
                    field=field,
                )
