"""Facts of a design -> the sections on its stores and its entities."""

from __future__ import annotations

from collections.abc import Callable

from storagelint.generating.design import Design
from storagelint.generating.design_tables import columns_of, table_of
from storagelint.generating.numbering import part_number
from storagelint.generating.proposals.proposed_entities import is_described
from storagelint.generating.texts.inline_text import heading, inline, paragraph
from storagelint.generating.texts.names import singular_of
from storagelint.generating.texts.notes import proposal, proposed, question
from storagelint.generating.wording import has_phrase, phrase
from storagelint.judging.entities.shape import (
    is_creation_time,
    is_soft_delete,
    is_update_time,
)
from storagelint.judging.pages.hyperlinks import slug_of
from storagelint.model import Entity, Field
from storagelint.model.names import words

_MOST_STORES = 4


def selection(design: Design) -> str:
    """The stores that the project names, each with what it is for."""
    code = design.language
    stores = list({store.store_class: store for store in reversed(design.document.stores)}.values())
    stores = [store for store in reversed(stores) if store.known][:_MOST_STORES]
    if not stores:
        return question("storage-selection", design)
    named = phrase(code, "notes", "separator").join(store.technology for store in stores)
    why = phrase(code, "selection", "why", technology=inline(named))
    columns = columns_of(design, "stores")
    if not columns:
        first = phrase(code, "selection", "primary", technology=inline(stores[0].technology))
        return proposed(f"{first}\n\n{phrase(code, 'selection', 'rationale', why=why)}", design)
    rows = []
    for store in stores:
        sort = store.store_class or "relational"
        sort = sort if has_phrase("store-types", sort) else "relational"
        said = {
            "store-type": phrase(code, "store-types", sort),
            "technology": store.technology,
            "description": store.purpose or phrase(code, "store-purposes", sort),
        }
        rows.append([said.get(concept, "") for concept in columns])
    return proposed(f"{table_of(design, 'stores', rows, columns)}\n\n{why}", design)


def entities(design: Design, level: int, number: str) -> str:
    """A part for each entity, with the table of its fields; or where the entities are described."""
    if is_described(design.stated):
        return _pointers(design)
    named = ", ".join(inline(name) for name in design.names)
    if not design.entities:
        return question("entities-of" if named else "entities", design, entities=named)
    parts = [proposal(design)]
    for position, entity in enumerate(design.entities, 1):
        title = f"{'#' * level} {part_number(number, position)}{heading(entity.name)}"
        parts += [title, purpose(design, entity), fields_table(design, entity)]
    if named:
        parts[:1] = [question("entities-of", design, entities=named)]
    return "\n\n".join(parts)


def _pointers(design: Design) -> str:
    """Links to the headings under which the entities are described."""
    page = design.stated.page
    links: dict[str, str] = {}
    for entity in design.stated.entities:
        section = page.section_at(entity.section_line) if entity.section_line else None
        if section is not None and section.heading is not None and entity.fields:
            links.setdefault(section.title, f"[{section.title}](#{slug_of(section.title)})")
    if not links or any("[" in title or "]" in title for title in links):
        return question("entities", design)
    listed = phrase(design.language, "notes", "separator").join(links.values())
    said = phrase(design.language, "entities", "elsewhere", links=listed)
    return proposed(said, design)


def purpose(design: Design, entity: Entity) -> str:
    """A sentence on what an entity is, as its name tells."""
    name = "purpose" if design.kind.purpose != "optional" else "sentence"
    if entity.purpose:
        label = phrase(design.language, "entities", "label")
        said = inline(entity.purpose)
        return f"{label} {said}" if name == "purpose" else paragraph(entity.purpose)
    one = singular_of(entity, design.language)
    return phrase(design.language, "entities", name, entity=inline(one))


def fields_table(design: Design, entity: Entity) -> str:
    """The fields of an entity as the kind's tables have them."""
    said: dict[str, Callable[[Field], str]] = {
        "field": lambda field: field.name,
        "type": lambda field: field.type or "",
        "constraints": constraints_of,
        "description": lambda field: describe(design, field),
    }
    columns = columns_of(design, "fields") or {
        "field": "Field", "type": "Type", "constraints": "Constraints", "description": "Description"
    }  # fmt: skip
    rows = [
        [said[concept](field) if concept in said else "" for concept in columns]
        for field in entity.fields
    ]
    return table_of(design, "fields", rows, columns)


def constraints_of(field: Field) -> str:
    """What holds for a field, as a cell says it: `FK → User.id, NOT NULL`."""
    found = []
    if field.primary_key:
        found.append("PK")
    if field.references is not None:
        target = field.references.entity
        if field.references.field:
            target += f".{field.references.field}"
        found.append(f"FK → {target}")
    if field.unique and not field.primary_key:
        found.append("UNIQUE")
    if not field.primary_key and field.nullable is not None:
        found.append("NULL" if field.nullable else "NOT NULL")
    if field.check:
        found.append(f"CHECK ({field.check})")
    return ", ".join(found)


def describe(design: Design, field: Field) -> str:
    """What a field is, as its name and its constraints tell."""
    code = design.language
    if field.description:
        return field.description
    if field.references is not None:
        target = design.document.entity(field.references.entity)
        parent = singular_of(target, code) if target else field.references.entity
        text = phrase(code, "entities", "reference", parent=parent)
        return text[:1].upper() + text[1:]
    if field.primary_key:
        return phrase(code, "entities", "key")
    for judged, name in (
        (is_soft_delete, "deleted"),
        (is_creation_time, "created"),
        (is_update_time, "updated"),
    ):
        if judged(field):
            return phrase(code, "entities", name)
    text = phrase(code, "entities", "field", words=" ".join(words(field.name)) or field.name)
    return text[:1].upper() + text[1:]
