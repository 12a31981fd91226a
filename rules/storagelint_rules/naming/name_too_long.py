"""SL908 name-too-long: a name that the stated engine cuts off or refuses."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.naming import in_tables, is_plain, named_entities
from storagelint.judging.stores.engines import engine_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity
from storagelint.model.stores import technology_of
from storagelint.source import Span

_LIMITS = {"postgresql": 63, "mysql": 64, "sqlserver": 128, "oracle": 128}
"""Bytes in PostgreSQL and Oracle, characters in the others, by their documentation."""
_IN_BYTES = frozenset(["postgresql", "oracle"])


class NameTooLong(Rule):
    """Tables, their fields and their indexes."""

    code = "SL908"
    name = "name-too-long"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in named_entities(document):
            product = technology_of(entity, document)
            engine = engine_of(product)
            if engine not in _LIMITS or not in_tables(entity, document):
                continue
            for what, name, span in _names(document, entity):
                length = len(name.encode()) if engine in _IN_BYTES else len(name)
                if length > _LIMITS[engine]:
                    message = (
                        f"{what} name {name} has {length} characters, more than the"
                        f" {_LIMITS[engine]} of {product}"
                    )
                    yield self.at(document, span, message, entity=entity)


def _names(document: Document, entity: Entity) -> Iterator[tuple[str, str, Span]]:
    if is_plain(entity.name):
        yield "table", entity.name, entity.span
    for field in entity.fields:
        if is_plain(field.name):
            yield "field", field.name, field.span
    for index in document.indexes_of(entity):
        if index.name is not None and is_plain(index.name):
            yield "index", index.name, index.name_span or index.span
