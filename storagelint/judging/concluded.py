"""Document -> why each fact that is concluded, not said, was concluded, a clause each."""

from __future__ import annotations

from storagelint.model.document import Document
from storagelint.model.facts import Attribute, Entity, Field, Index, QueryPattern
from storagelint.model.names import fold

_LONGEST = 120
"""How many characters of a text are quoted."""
_WORDS = {Attribute.PRIMARY_KEY: "primary key", Attribute.NULLABLE: "nullability"}


def why_field(field: Field) -> list[str]:
    """From which words the attributes of a field were concluded: `references from «...»`."""
    return [
        f"{_WORDS.get(attribute, attribute.value)} from «{_quoted(stated.text)}»"
        for attribute, stated in field.stated.items()
        if stated.inferred
    ]


def why_index(index: Index, document: Document) -> list[str]:
    """From what the entity of an index was concluded."""
    if not index.entity or not index.entity_inferred:
        return []
    entity = document.entity(index.entity)
    name = entity.name if entity else index.entity
    return [f"entity {name} from {_ground(index, entity, document)}"]


def why_query(query: QueryPattern) -> list[str]:
    """From which words the entities, filters and sorts of a query were concluded."""
    return list(query.evidence)


def _ground(index: Index, entity: Entity | None, document: Document) -> str:
    if entity is None:
        return "the words before its fields"
    if index.name and any(key in fold(index.name) for key in entity.keys):
        return f"its name {index.name}"
    if _section_owner(index, document) is entity:
        return f"the section of {entity.name} that it stands in"
    owners = [
        each
        for each in document.entities
        if index.fields and all(each.field(field.name) for field in index.fields)
    ]
    if owners == [entity]:
        return "its fields, which no other entity has"
    return "the text around it"


def _section_owner(index: Index, document: Document) -> Entity | None:
    """The entity whose heading stands last before an index."""
    above = [each for each in document.entities if 0 < each.section_line <= index.span.line]
    return max(above, key=lambda entity: entity.section_line, default=None)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
