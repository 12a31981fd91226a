"""SL225 timestamp-without-zone: a PostgreSQL timestamp that does not know its zone."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field, TypeFamily
from storagelint.model.stores import technology_of


class TimestampWithoutZone(Rule):
    code = "SL225"
    name = "timestamp-without-zone"
    severity = Severity.INFO
    pedantic = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            if technology_of(entity, document) != "PostgreSQL":
                continue
            for field in entity.fields:
                if _zoneless(field):
                    yield self.at(
                        document,
                        field.where(Attribute.TYPE),
                        f"timestamp {entity.name}.{field.name} has no time zone",
                        entity=entity,
                        field=field,
                    )


def _zoneless(field: Field) -> bool:
    if field.canonical is None or field.family is not TypeFamily.TIMESTAMP:
        return False
    written = (field.type or "").casefold()
    return field.canonical.zone is False or (
        field.canonical.zone is None and written.startswith("timestamp")
    )
