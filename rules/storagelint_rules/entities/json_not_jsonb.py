"""SL237 json-not-jsonb: a PostgreSQL field of type json, which is kept as its text."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document
from storagelint.model.stores import technology_of


class JsonNotJsonb(Rule):
    code = "SL237"
    name = "json-not-jsonb"
    severity = Severity.INFO
    pedantic = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.tables():
            if technology_of(entity, document) != "PostgreSQL":
                continue
            for field in entity.fields:
                if (field.type or "").strip("`").casefold() == "json":
                    where = field.where(Attribute.TYPE)
                    message = f"field {entity.name}.{field.name} is json, not jsonb"
                    yield self.at(document, where, message, entity=entity, field=field)
