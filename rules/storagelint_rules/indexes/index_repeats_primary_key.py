"""SL407 index-repeats-primary-key: an index over just the fields of the primary key."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.coverage import index_keys
from storagelint.judging.access.index_pairs import by_entity, label, method_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class IndexRepeatsPrimaryKey(Rule):
    """Rows that list the primary key's own index are left alone."""

    code = "SL407"
    name = "index-repeats-primary-key"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity, indexes in by_entity(document):
            key = tuple(field.key for field in entity.key_fields())
            for index in indexes:
                name = (index.name or "pk").casefold()
                if "pk" in name or "primary" in name or index.where or index.include:
                    continue
                if method_of(index) == "btree" and index_keys(index, entity) == key:
                    message = f"{label(index)} repeats the primary key of {entity.name}"
                    yield self.at(document, index.name_span or index.span, message, entity=entity)
