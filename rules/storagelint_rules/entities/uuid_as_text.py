"""SL244 uuid-as-text: a UUID in a text type, in an engine that has a type for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field, TypeFamily
from storagelint.model.stores import technology_of
from storagelint.patterns import pattern

_WITH_TYPE = {"PostgreSQL", "MariaDB", "SQL Server", "ClickHouse", "CockroachDB", "DuckDB"}
_UUID = pattern(r"\b(?:uuid|guid)(?:v?\d)?\b", re.IGNORECASE)


class UuidAsText(Rule):
    code = "SL244"
    name = "uuid-as-text"
    severity = Severity.INFO
    pedantic = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.tables():
            if technology_of(entity, document) not in _WITH_TYPE:
                continue
            for field in entity.fields:
                if _holds_uuid(field):
                    where = field.where(Attribute.TYPE)
                    message = f"field {entity.name}.{field.name} keeps a UUID as {field.type}"
                    yield self.at(document, where, message, entity=entity, field=field)


def _holds_uuid(field: Field) -> bool:
    if field.family is not TypeFamily.TEXT or field.canonical is None:
        return False
    named = _UUID.search(field.name.replace("_", " ")) or _UUID.search(field.description or "")
    return bool(named) and field.canonical.length in (None, 32, 36, 38)
