"""Page -> definitions and other facts, by what each block is and which heading it stands under."""

from __future__ import annotations

import re

from storagelint.markdown import (
    Fence,
    Html,
    ItemList,
    Page,
    Paragraph,
    Section,
    Table,
    code_spans,
    plain,
)
from storagelint.model import Definition, EntityKind, Form
from storagelint.patterns import pattern
from storagelint.reading.collected_fences import SCHEMA_FENCES, collect_fence, collect_html
from storagelint.reading.collected_lists import collect_label, collect_list
from storagelint.reading.collected_tables import collect_table
from storagelint.reading.columns import TableRole, columns_of, role_of
from storagelint.reading.constraint_items import read_key_line
from storagelint.reading.headings import EntityName, entity_name
from storagelint.reading.indexes import read_index_line
from storagelint.reading.key_value import is_key_pattern
from storagelint.reading.merging import Found
from storagelint.reading.name_lines import read_name_line
from storagelint.reading.places import Collected, Place, line_span
from storagelint.reading.sections import Label, Sections, label_of
from storagelint.reading.subjects import FIELDLESS, PART_ROLES, Subjects
from storagelint.source import Span
from storagelint.vocabulary import vocabulary

_KEY_LINE = pattern(
    r"[\s_*]*(?:PK|PRIMARY KEY|UQ|UK|UNIQUE|FK|FOREIGN KEY)\b[^(]{0,40}\(", re.IGNORECASE
)


def collect(page: Page, sections: Sections) -> Collected:
    """All facts of a page."""
    out = Collected()
    subjects = Subjects(sections)
    for section in page.sections:
        _section(_place(section, page, out, subjects))
    return out


def _place(section: Section, page: Page, out: Collected, subjects: Subjects) -> Place:
    sections = subjects.sections
    if sections.role(section) is not None and subjects.is_table_by_name(section):
        sections.disown(section)
    subject = subjects.of(section)
    mapped = subject is not None and subject[0].kind is EntityKind.INDEX and subject[0].sure
    place = Place(
        page,
        out,
        subjects,
        section,
        None if mapped else sections.around(section),
        None if mapped else sections.role(section),
        subject[0] if subject else None,
        subject[1] if subject else section.span,
    )
    if place.own in PART_ROLES and section.parent is not None:
        place.last = subjects.defined.get(section.parent.line)
    return place


def _section(place: Place) -> None:
    section = place.section
    left_out = place.subjects.left_out(section)
    purpose: str | None = None
    physical: tuple[str, Span] | None = None
    start = len(place.out.found)
    for block in section.blocks:
        match block:
            case Paragraph():
                label = label_of(block)
                place.label = label
                if label is None and place.own == "indexes":
                    line = read_index_line(block.text, line_span(block), None)
                    place.out.indexes += line
                if label is None:
                    if _name_line(block, place):
                        continue
                    _prose(block, place)
                    _key_lines(block, place)
                    if not block.quoted or purpose is None:
                        purpose = purpose or block.text.strip()
                    _code_name(block, place)
                else:
                    concept = vocabulary().column(plain(label.text))
                    if concept == "description" and label.rest:
                        purpose = plain(label.rest.split("\n\n", 1)[0])
                    elif concept in ("table", "name") and (named := _physical(label)):
                        physical = named
                    collect_label(label, place)
            case Table() if not left_out or _mapping_table(block):
                collect_table(block, place)
            case ItemList() if not left_out:
                collect_list(block, place)
            case Fence() if not left_out or block.language in SCHEMA_FENCES:
                collect_fence(block, place)
            case Html() if not left_out and "<pre" in block.text.lower():
                collect_html(block, place)
            case _:
                continue
    _stored(place, place.out.found[start:], left_out)
    _finish(place, place.out.found[start:], purpose, physical)


def _stored(place: Place, found: list[Found], left_out: bool) -> None:
    """Give the options of the section to its entity, which may have no fields at all."""
    options = place.options
    key_pattern = options.pop("key-pattern", "")
    subject = place.subject
    if left_out or not options or subject is None:
        return
    mine = [each for each in found if not each.definition.excerpt]
    if len({each.definition.name for each in mine}) == 1:
        mine[0].definition.options = {**options, **mine[0].definition.options}
        return
    if mine:
        return
    above = place.subjects.defined.get(place.section.parent.line) if place.section.parent else None
    if above is not None and place.own in PART_ROLES:
        above.definition.options = {**options, **above.definition.options}
    elif is_key_pattern(key_pattern) or (subject.sure and subject.kind in FIELDLESS):
        name = subject
        if key_pattern:
            name = EntityName(key_pattern, (subject.name,), EntityKind.KEY, sure=True)
        definition = Definition(
            name=name.name,
            form=Form.BULLETS,
            kind=name.kind,
            span=place.subject_span,
            line=place.section.line,
            end_line=place.section.end_line,
            options=options,
        )
        place.add(definition, name)


def _finish(
    place: Place,
    found: list[Found],
    purpose: str | None,
    physical: tuple[str, Span] | None,
) -> None:
    mine = [
        each
        for each in found
        if not each.definition.excerpt and each.definition.kind is not EntityKind.KEY
    ]
    subjects = place.subjects
    if place.subject_span == place.section.span:
        subjects.purposes[place.section.span] = purpose
    else:
        purpose = subjects.purposes.get(place.subject_span) or purpose
    for each in mine:
        each.section_line = place.section.line
        if len({id(other.name) for other in mine}) == 1:
            each.purpose = each.purpose or purpose
    if physical and mine:
        name, _ = physical
        for each in mine:
            if each.definition.form is not Form.SQL and each.name is mine[0].name:
                aliases = (each.name.name, *each.name.aliases)
                each.name = EntityName(name, aliases, each.name.kind, each.name.marks, True)
                each.definition.name = name
    if mine and place.section.heading is not None:
        place.subjects.defined[place.section.line] = mine[0]


def _mapping_table(table: Table) -> bool:
    return role_of(columns_of(table), None) is TableRole.MAPPINGS


def _key_lines(block: Paragraph, place: Place) -> None:
    """Lines below an entity's fields such as `PK (a, b)` and `UQ (a, b)`."""
    if place.last is None or len(block.raw) > 400:
        return
    definition = place.last.definition
    for line in block.text.split("\n"):
        if _KEY_LINE.match(line):
            indexes = read_key_line(line, line_span(block), definition)
            place.out.own_indexes(indexes or [], definition.name)


def _name_line(block: Paragraph, place: Place) -> bool:
    """A line that is nothing but names, the first block below an entity's heading."""
    first = place.section.blocks[0] is block
    if not first or place.own is not None or place.section.level < 2:
        return False
    named = place.name_for()
    if named is None or place.subjects.left_out(place.section):
        return False
    name, span = named
    definition = read_name_line(block, name.name, span)
    if definition is None:
        return False
    place.last = place.add(definition, name)
    return True


def _prose(block: Paragraph, place: Place) -> None:
    """Sentences that draw relationships between names in code marks."""
    if "`" in block.raw and ("↔" in block.raw or "→" in block.raw) and len(block.raw) < 2000:
        place.out.relation_blocks.append((block, place.section, None, False))


def _code_name(block: Paragraph, place: Place) -> None:
    """A paragraph that is one code span names the entity of the table below it."""
    codes = code_spans(block.raw)
    if len(codes) == 1 and len(block.raw.strip()) <= len(codes[0][2]) + 14:
        named = entity_name(block.raw)
        if named is not None and named.sure:
            place.label = Label(block.raw, "", None, line_span(block), block.line)


def _physical(label: Label) -> tuple[str, Span] | None:
    """The table name that `**Table**: `users`` gives."""
    text = plain(label.rest.split("\n", 1)[0]).strip(" .")
    if re.fullmatch(r"[A-Za-z_][\w.]*", text):
        return text, label.span
    return None
