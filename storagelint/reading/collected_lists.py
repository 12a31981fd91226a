"""A label or a list at its place -> fields, keys, indexes, queries and options."""

from __future__ import annotations

import re

from storagelint.markdown import ItemList, Paragraph, plain
from storagelint.model import Attribute, Field, Form, Index, IndexField, fold
from storagelint.patterns import pattern
from storagelint.reading.bullets import (
    begins_with_names,
    looks_like_fields,
    mostly_names,
    read_bullet_fields,
    read_field_lists,
)
from storagelint.reading.constraint_items import read_key_line, read_key_list
from storagelint.reading.headings import EntityName
from storagelint.reading.indexes import read_index_line, read_index_list
from storagelint.reading.key_value import read_key_list_of
from storagelint.reading.places import Place
from storagelint.reading.queries import read_query_list
from storagelint.reading.sections import Label, label_of
from storagelint.reading.store_options import read_option_line, read_option_list
from storagelint.reading.subjects import ENTITY_ROLES
from storagelint.vocabulary import vocabulary

_EXAMPLE = pattern(
    r"\b(?:for example|for instance|e\.g|such as|examples?|beispiel|z\. ?b|por ejemplo|por exemplo"
    r"|par exemple|например)\b|例如|例えば|예를 들어",
    re.IGNORECASE,
)


def collect_label(label: Label, place: Place) -> None:
    """A label with its value on the same line: `**Indexes**: (a), UNIQUE (b, c)`."""
    if not label.rest:
        return
    text = f"{plain(label.text)}: {plain(label.rest)}"
    option = read_option_line(label.text, label.rest.split("\n", 1)[0])
    if option is not None:
        place.options.setdefault(*option)
        return
    entity = place.entity_around()
    if label.role == "indexes":
        place.out.indexes += read_index_line(plain(label.rest), label.span, entity)
    elif place.last is not None:
        indexes = read_key_line(text, label.span, place.last.definition)
        if indexes:
            place.out.own_indexes(indexes, place.last.definition.name)


def collect_list(block: ItemList, place: Place) -> None:
    """Add what the items of a list state."""
    role = place.label.role if place.label and place.label.role else place.own
    around = place.role
    entity = place.entity_around()
    options = read_option_list(block) if place.subject is not None else {}
    if options:
        place.options = {**options, **place.options}
        return
    if around == "queries" and role in (None, "queries"):
        place.out.queries += read_query_list(block)
        return
    if role == "indexes" or (around == "indexes" and role is None):
        indexes = read_index_list(block, entity)
        for index in indexes:
            index.entity_inferred |= index.entity == entity and place.subject is None
        place.out.indexes += indexes
        return
    keys = read_key_list_of(block, around == "cache")
    if keys and not (place.label and _EXAMPLE.search(place.label.text)):
        place.add_keys(keys)
        return
    if place.last is not None and role != "relationships" and _keys(block, place):
        return
    if role == "relationships" or around == "relationships":
        place.out.relation_blocks.append((block, place.section, entity, True))
        return
    if place.role in ENTITY_ROLES and (place.subject is None or not place.subject.sure):
        listed = read_field_lists(block)
        if listed:
            for definition in listed:
                place.add(definition, EntityName(definition.name, sure=True))
            return
    if _fields(block, place):
        return
    _nested_labels(block, place)
    place.out.relation_blocks.append((block, place.section, entity, False))


def _nested_labels(block: ItemList, place: Place) -> None:
    """Items such as `- **Indexes**: (a), (b)` or `- Indexes:` with items below them."""
    for item in block.items:
        label = label_of(Paragraph(item.line, item.end_line, item.raw, item.span.column))
        if label is None or label.role != "indexes":
            continue
        entity = place.entity_around()
        if label.rest:
            place.out.indexes += read_index_line(plain(label.rest), item.span, entity)
        inner = ItemList(item.line, item.end_line, item.children)
        place.out.indexes += read_index_list(inner, entity)


def _keys(block: ItemList, place: Place) -> bool:
    """Items that state keys, or the tuples below a label such as `Unique constraints:`."""
    assert place.last is not None
    definition = place.last.definition
    head = plain(place.label.text)[:40] if place.label is not None else ""
    if any(vocabulary().pattern(word).search(head) for word in ("unique", "primary-key")):
        for item in block.items:
            indexes = read_key_line(f"{head}: {item.text}", item.span, definition)
            if indexes is None:
                break
            place.out.own_indexes(indexes, definition.name)
        else:
            return True
    indexes = read_key_list(block, definition)
    if indexes is None:
        return False
    place.out.own_indexes(indexes, definition.name)
    return True


def _fields(block: ItemList, place: Place) -> bool:
    role = place.label.role if place.label and place.label.role else place.own
    says_fields = role == "fields"
    if place.around not in ENTITY_ROLES and not says_fields:
        return False
    if role not in ENTITY_ROLES | {"fields"}:
        return False
    names = place.around == "entities" and place.own is None and mostly_names(block)
    if not (says_fields or names or looks_like_fields(block) or _below_a_name(block, place)):
        return False
    named = place.name_for()
    if named is None:
        return False
    name, span = named
    definition = read_bullet_fields(block, name.name, span)
    if definition is None:
        return False
    place.last = place.add(definition, name)
    place.out.own_indexes(
        [_field_index(each) for each in definition.fields if each.indexed], name.name
    )
    return True


def _below_a_name(block: ItemList, place: Place) -> bool:
    """Whether a list of names is the first below a heading that is a name among its like."""
    label = place.label
    if place.own is not None or place.last is not None:
        return False
    heads = label is not None and not label.rest
    if label and heads and vocabulary().column(plain(label.text)) != "field":
        return False
    alike = place.subjects.alike(place.section)
    names = begins_with_names(block) if alike else []
    return bool(names) and not any(fold(name) in alike for name in names)


def _field_index(each: Field) -> Index:
    return Index(
        fields=[IndexField(each.name)],
        unique=each.unique,
        form=Form.BULLETS,
        span=each.where(Attribute.INDEXED),
    )
