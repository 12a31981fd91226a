"""Definitions in several notations -> one Entity, with the differences kept for the rules."""

from __future__ import annotations

from dataclasses import dataclass

from storagelint.model import (
    Attribute,
    Definition,
    Entity,
    EntityKind,
    Field,
    Form,
    Statement,
    fold,
)
from storagelint.model.names import fold_field
from storagelint.reading.headings import EntityName
from storagelint.reading.words.types import canonical_type
from storagelint.vocabulary import vocabulary

FORM_ORDER = (
    Form.TABLE,
    Form.SQL,
    Form.PRISMA,
    Form.DBML,
    Form.BULLETS,
    Form.MERMAID,
    Form.JSON,
    Form.CODE,
    Form.PROSE,
    Form.TEXT,
)
"""The notations from the one that states most to the one that states least."""


_EXAMPLES = frozenset([Form.JSON])
"""Notations that show an entity and count only where nothing else defines it."""


@dataclass(slots=True)
class Found:
    """A definition, with the name and the purpose that its place gives it."""

    definition: Definition
    name: EntityName
    purpose: str | None = None
    section_line: int = 0


def merge(found: list[Found]) -> list[Entity]:
    """One entity for all definitions that go by one of its names, in the order of the text.

    A definition that only lists names (an inventory) makes an entity only where no other does.
    """
    entities: list[Entity] = []
    by_key: dict[str, Entity] = {}
    listed = [each for each in found if not each.definition.fields and each.definition.excerpt]
    for each in [each for each in found if each not in listed] + listed:
        entity = _known(each, by_key)
        if entity is None:
            entity = _new(each)
            entities.append(entity)
        elif each in listed:
            entity.purpose = entity.purpose or each.definition.comment
            continue
        else:
            entity.definitions.append(each.definition)
            _more_names(entity, each)
        entity.purpose = entity.purpose or each.purpose or each.definition.comment
        for name in (entity.name, *entity.aliases):
            by_key.setdefault(fold(name), entity)
    for entity in entities:
        _know_types(entity)
        _combine(entity)
    return entities


def _know_types(entity: Entity) -> None:
    for definition in entity.definitions:
        for field in definition.fields:
            if field.type and field.canonical is None:
                field.canonical = canonical_type(field.type)


def _known(each: Found, by_key: dict[str, Entity]) -> Entity | None:
    own = by_key.get(fold(each.definition.name))
    if own is not None:
        return own
    return next(
        (by_key[key] for alias in each.name.aliases if (key := fold(alias)) in by_key), None
    )


def _new(each: Found) -> Entity:
    definition, name = each.definition, each.name
    kind = definition.kind or name.kind or EntityKind.TABLE
    return Entity(
        name=definition.name,
        kind=kind,
        form=definition.form,
        aliases=[
            alias for alias in dict.fromkeys([name.name, *name.aliases]) if alias != definition.name
        ],
        definitions=[definition],
        partial="existing" in name.marks or definition.changes or definition.partial,
        append_only="append-only" in name.marks or _is_append_only(definition),
        lookup="lookup" in name.marks,
        span=definition.span,
        section_line=each.section_line,
    )


def _is_append_only(definition: Definition) -> bool:
    comment = (definition.comment or "").casefold()
    return bool(comment) and vocabulary().pattern("append-only").search(comment) is not None


def _more_names(entity: Entity, each: Found) -> None:
    for alias in (each.definition.name, *each.name.aliases):
        if alias != entity.name and alias not in entity.aliases:
            entity.aliases.append(alias)
    entity.append_only |= "append-only" in each.name.marks
    entity.lookup |= "lookup" in each.name.marks
    part = each.definition.changes or each.definition.partial or "existing" in each.name.marks
    if part and all(_is_drawn(other) for other in entity.definitions[:-1]):
        entity.partial = True
    elif entity.partial and not part and not _is_drawn(each.definition):
        entity.partial = False
    if each.definition.kind and entity.kind is EntityKind.TABLE:
        entity.kind = each.definition.kind


def _combine(entity: Entity) -> None:
    """The union of the fields, each fact from the most detailed notation that states it."""
    ordered = sorted(entity.definitions, key=lambda definition: FORM_ORDER.index(definition.form))
    with_fields = [definition for definition in ordered if definition.fields]
    if with_fields:
        _rename(entity, next((each for each in with_fields if not each.changes), with_fields[0]))
    schemas = [each for each in with_fields if each.form not in _EXAMPLES]
    fields: dict[str, Field] = {}
    for definition in ordered:
        repeated = bool(schemas) and definition.form in _EXAMPLES
        for field in definition.fields if not repeated else ():
            known = fields.get(fold_field(field.name))
            if known is None:
                fields[fold_field(field.name)] = field if len(ordered) == 1 else field.altered()
            elif known is not field:
                _fill(known, field)
        entity.primary_key = entity.primary_key or definition.primary_key
        entity.uniques += [group for group in definition.uniques if group not in entity.uniques]
        entity.references += definition.references
        entity.options |= definition.options
    entity.fields = list(fields.values())
    _keys(entity)


def _is_drawn(definition: Definition) -> bool:
    """Whether it only shows what is defined elsewhere, if it is."""
    return definition.form is Form.MERMAID or definition.excerpt


def _rename(entity: Entity, best: Definition) -> None:
    """Call the entity as its most detailed definition does."""
    entity.form = best.form
    headed = entity.partial and best.form is not Form.SQL and fold(best.name) == entity.key
    if best.name != entity.name and not headed:
        names = dict.fromkeys([entity.name, *entity.aliases])
        entity.aliases = [name for name in names if name != best.name]
        entity.name = best.name
    entity.span = best.span


def _fill(known: Field, other: Field) -> None:
    """Add what another notation states of a field and this one does not."""
    if known.type is None and other.type is not None:
        known.type, known.canonical = other.type, other.canonical
    if known.nullable is None:
        known.nullable = other.nullable
    known.primary_key |= other.primary_key
    known.unique |= other.unique
    known.foreign_key |= other.foreign_key
    known.indexed |= other.indexed
    known.generated |= other.generated
    if known.references is None or (
        known.references.field is None and other.references is not None
    ):
        known.references = other.references or known.references
    known.default = known.default if known.default is not None else other.default
    known.check = known.check or other.check
    known.enum = known.enum or other.enum
    known.description = known.description or other.description
    known.stated = {**other.stated, **known.stated}


def _keys(entity: Entity) -> None:
    if not entity.primary_key:
        marked = tuple(field.name for field in entity.fields if field.primary_key)
        entity.primary_key = marked or _store_key(entity)
    where = entity.definitions[0].span
    for field in entity.key_fields():
        if not field.primary_key:
            field.primary_key = True
            field.stated.setdefault(
                Attribute.PRIMARY_KEY, Statement(where, ", ".join(entity.primary_key))
            )
    for group in entity.uniques:
        if len(group) == 1 and (lone := entity.field(group[0])) is not None:
            lone.unique = True


def _store_key(entity: Entity) -> tuple[str, ...]:
    """The partition key and what sorts below it, where these are fields."""
    if "partition-key" not in entity.options:
        return ()
    stated = (entity.options.get(f"{part}-key", "") for part in ("partition", "sort", "order"))
    names = [name.strip("` ") for text in stated for name in text.split(",") if name.strip("` ")]
    return tuple(names) if all(entity.field(name) for name in names) else ()
