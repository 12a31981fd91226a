"""Objects of interface contracts -> the entities that may keep them, with their fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from storagelint.generating.proposals.proposed_entities import entities_with, sort_of, types_of
from storagelint.generating.texts.names import plural
from storagelint.generating.wording import ENGLISH, phrase
from storagelint.judging.surroundings.contracts import Dto, DtoField
from storagelint.kinds import Kind
from storagelint.model import Document, Entity, Field
from storagelint.model.names import fold_field, singular, words

_AROUND = frozenset("dto request response data create update new input patch detail item".split())
"""Words of an object's name that say what it is used for, not what it is."""
_WRAPPERS = frozenset("list page paged error summary result results filter query search".split())
"""Words of objects that hold others or ask for them, and are not kept."""
_SECRETS = frozenset("password passwd secret token pin cvv".split())
_SORTS = {
    "uuid": "key",
    "guid": "key",
    "bool": "flag",
    "boolean": "flag",
    "int": "integer",
    "int32": "integer",
    "int64": "integer",
    "integer": "integer",
    "long": "integer",
    "date": "date",
    "datetime": "timestamp",
    "timestamp": "timestamp",
    "instant": "timestamp",
    "money": "money",
    "decimal": "money",
}
_MONEY = frozenset("price amount total balance cost fee rate tax discount".split())
_TEXTS = frozenset(["string", "str", "text", "varchar", "email", "url", "enum"])
_LONGEST = 4000

FieldKey = tuple[str, str]
"""The folded names of an entity and a field; without the second the whole entity."""


def contract_entities(
    objects: Iterable[Dto],
    document: Document,
    kind: Kind,
    *,
    without: Collection[FieldKey] = (),
    guarded: Collection[FieldKey] = (),
) -> list[Entity]:
    """An entity for each thing that the objects carry in or out, in the order of the contracts.

    Fields that hold other objects or secrets are left out, and so is what stands in `without`;
    those in `guarded` are described as encrypted.
    """
    types = types_of(document)
    found: dict[str, dict[str, Field]] = {}
    for dto in objects:
        name = _entity_name(dto.name, kind)
        if name is None or (fold_field(name), "") in without:
            continue
        fields = found.setdefault(name, {})
        for stated in dto.fields:
            field = _field(stated, types)
            if field is None or (fold_field(name), field.key) in without:
                continue
            if (fold_field(name), field.key) in guarded:
                said = " ".join(words(field.name)).capitalize()
                field.description = phrase(ENGLISH, "entities", "guarded", words=said)
            fields.setdefault(field.key, field)
    kept = {name: fields.values() for name, fields in found.items() if fields}
    return entities_with(kept, document, kind)


def _entity_name(name: str, kind: Kind) -> str | None:
    said = [word for word in words(name) if word.isascii()]
    while said and said[-1] in _AROUND:
        said.pop()
    while said and said[0] in _AROUND:
        said.pop(0)
    if not said or _WRAPPERS & set(words(name)) or len(said) > 3:
        return None
    one = singular(said[-1])
    if kind.naming.entity_number == "plural":
        return "_".join([*said[:-1], plural(one)])
    return "".join(word.capitalize() for word in (*said[:-1], one))


def _field(stated: DtoField, types: dict[str, str]) -> Field | None:
    parts = words(stated.name)
    sort = _sort(stated)
    if not parts or sort is None or _SECRETS & set(parts) or "." in stated.name:
        return None
    name = "_".join(parts)
    if types["camel"]:
        name = parts[0] + "".join(part.title() for part in parts[1:])
    optional = (
        name.startswith("deleted")
        or stated.nullable is True
        or (stated.required is False and not stated.filled)
    )
    type = types[sort]
    if sort == "text" and stated.longest and not types["camel"]:
        type = f"VARCHAR({min(stated.longest, _LONGEST)})"
    return Field(
        name=name,
        type=type,
        nullable=optional or parts[0] == "deleted",
        check=", ".join(_check(name, stated)) or None,
    )


def _sort(stated: DtoField) -> str | None:
    """The sort of type that a field is kept as; None for what holds other objects."""
    said = stated.type.casefold().strip("` ?")
    if any(mark in said for mark in ("[", "<", "{", "array", "list", "object", "map")):
        return None
    word = "".join(words(said.partition("|")[0].partition("(")[0]))
    if "date-time" in said or "datetime" in said or "iso" in said:
        return "timestamp"
    if word in _SORTS:
        return _SORTS[word]
    if word in ("number", "float", "double"):
        return "money" if _MONEY & set(words(stated.name)) else "integer"
    if word in _TEXTS or "enum" in said:
        named = sort_of(stated.name)
        return named if named in ("key", "timestamp", "date") else "text"
    return None


def _check(name: str, stated: DtoField) -> Iterator[str]:
    values = [value for value in sorted(stated.values) if value.isidentifier()]
    if values:
        listed = ", ".join(f"'{value}'" for value in values)
        yield f"{name} IN ({listed})"
