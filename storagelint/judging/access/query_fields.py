"""Query -> the fields that its words name, whether its entities have them or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.access.coverage import main_field
from storagelint.model.document import Document
from storagelint.model.facts import Entity, Form, QueryPattern
from storagelint.model.names import fold_field
from storagelint.patterns import pattern

_NAMED = pattern(
    r"\b(?:by|on|where|order by|sort by)[ \t]+`?(?:\w{1,60}\.)?(?P<field>[a-z][a-z0-9]*_\w{1,60})",
    re.IGNORECASE,
)
_MOST = 500
"""Fields of a query's entities up to which an unknown name is compared with them."""


def named_fields(query: QueryPattern) -> list[str]:
    """The names with an underscore behind «by», «on» or «where», and those of a filter column."""
    said = f"{query.name}. {query.strategy or ''}"
    names = query.filters if query.filters_stated else []
    return list(dict.fromkeys([*names, *(match["field"] for match in _NAMED.finditer(said))]))


def misnamed(query: QueryPattern, document: Document) -> Iterator[tuple[str, Entity, str]]:
    """Each name that is no field of the document, with the entity whose field is like it."""
    from storagelint.vocabulary.nearest import nearest

    names = [name for name in named_fields(query) if name not in query.indexes]
    names = [name for name in names if not _is_known(name, document)]
    entities = [found for name in query.entities if (found := document.entity(name))]
    fields = [field.name for entity in entities for field in entity.fields]
    if not names or not fields or len(fields) > _MOST or query.form is Form.SQL:
        return
    known = {entity.key for entity in document.entities}
    for name in names:
        if name.casefold() in known:
            continue
        near = nearest(name, fields, at_least=85.0)
        if near is not None:
            owner = next(each for each in entities if each.field(near) is not None)
            yield name, owner, near


def _is_known(name: str, document: Document) -> bool:
    if fold_field(name) in document.fields_by_key or document.entity(name):
        return True
    return any(index.name == name for index in document.indexes) or any(
        main_field(entity, name) for entity in document.entities
    )
