"""SL409 unfit-index-type: an index type that is not for such values or such queries."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.coverage import index_keys
from storagelint.judging.access.index_pairs import by_entity, label
from storagelint.judging.access.methods import orders, purposes
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field, Index

_ORDERED = {"btree", "b-tree"}


class UnfitIndexType(Rule):
    """Only stated types are judged, and only over plain fields whose type is known."""

    code = "SL409"
    name = "unfit-index-type"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity, indexes in by_entity(document):
            for index in indexes:
                message = _unfit(index, entity) or _hashed(index, entity, document)
                if message is not None:
                    span = index.method_span or index.span
                    yield self.at(document, span, message, entity=entity)


def _unfit(index: Index, entity: Entity) -> str | None:
    families = purposes(index.method)
    for part in index.fields:
        field = entity.field(part.name)
        if field is None or field.family is None or part.expression is not None:
            continue
        unfit = families is not None and field.family not in families
        if unfit or (index.method in _ORDERED and not orders(field.family)):
            kind = f"{field.type} field {entity.name}.{field.name}"
            return f"{label(index)} is {index.method}, which is not for the {kind}"
        if families is not None:
            return None
    return None


def _hashed(index: Index, entity: Entity, document: Document) -> str | None:
    if index.method != "hash":
        return None
    keys = set(index_keys(index, entity))
    for query in document.queries:
        if document.entity(query.entities[0] if query.entities else None) is not entity:
            continue
        fields: list[Field | None] = [entity.field(name) for name in (*query.ranges, *query.sorts)]
        field = next((each for each in fields if each is not None and each.key in keys), None)
        if field is not None:
            how = "compares by order" if field.name in query.ranges else "sorts by"
            return f"{label(index)} is hash, and query «{query.name}» {how} {field.name}"
    return None
