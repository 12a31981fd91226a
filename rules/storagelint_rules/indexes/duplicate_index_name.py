"""SL405 duplicate-index-name: one name for two different indexes."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.index_pairs import same_names
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Form, Index

_BY_SCHEMA = {"PostgreSQL", "SQLite", "Oracle", "CockroachDB", "DuckDB", "YugabyteDB"}
"""Products in which two tables cannot both have an index of one name."""


class DuplicateIndexName(Rule):
    """Names repeat where they are unique in their table alone, or where indexes are replaced."""

    code = "SL405"
    name = "duplicate-index-name"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        by_schema = any(store.technology in _BY_SCHEMA for store in document.stores)
        dropped = "drop index" in document.page.source.text.casefold()
        for index, earlier in same_names(document):
            if dropped and index.form is Form.SQL:
                continue
            if _one_entity(index, earlier, document):
                message = f"two different indexes of {earlier.entity} are called {index.name}"
            elif by_schema and document.entity(earlier.entity) is not None:
                message = f"index name {index.name} is used by {earlier.entity} and {index.entity}"
            else:
                continue
            yield self.at(document, index.name_span or index.span, message, entity=index.entity)


def _one_entity(index: Index, earlier: Index, document: Document) -> bool:
    return document.entity(index.entity) is document.entity(earlier.entity)
