"""Where a block stands, and which entity it speaks of there; what is found goes to Collected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from storagelint.markdown import Page, Section, plain
from storagelint.markdown.blocks import Block, Paragraph
from storagelint.model import (
    Definition,
    Diagram,
    EntityKind,
    Index,
    Mapping,
    QueryPattern,
    Reference,
    Relationship,
    UnreadContent,
)
from storagelint.reading.extensions import heads_added_fields
from storagelint.reading.headings import EntityName, entity_name, strip_number
from storagelint.reading.merging import Found
from storagelint.reading.sections import Label
from storagelint.reading.subjects import ENTITY_ROLES, PART_ROLES, Subjects
from storagelint.source import Span
from storagelint.vocabulary import vocabulary

_SPEAKING_ROLES = ENTITY_ROLES | PART_ROLES | {"mapping", "storage-selection"}
"""Roles below which a heading that may be a name is taken for one."""

_CONTRACTS = frozenset(["api", "mapping", "queries", "sample-data"])
"""Roles below which a table of typed fields is of a message, not of an entity."""


@dataclass(slots=True)
class Collected:
    """Everything a page states, before names are resolved."""

    found: list[Found] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    queries: list[QueryPattern] = field(default_factory=list)
    mappings: list[Mapping] = field(default_factory=list)
    diagrams: list[Diagram] = field(default_factory=list)
    foreign_keys: list[tuple[str, str, Reference]] = field(default_factory=list)
    user_types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unread: list[UnreadContent] = field(default_factory=list)
    relation_blocks: list[tuple[Block, Section, str | None, bool]] = field(default_factory=list)
    """Lists and fences that may hold relationships, with the entity they stand under, and whether
    a heading says that they do."""

    def own_indexes(self, indexes: list[Index], entity: str) -> None:
        """Add indexes that are of an entity unless they name another."""
        for index in indexes:
            index.entity = index.entity or entity
        self.indexes += indexes

    def unread_content(self, code: str, message: str, span: Span) -> None:
        """Add something that was not read."""
        self.unread.append(UnreadContent(code=code, message=message, span=span))


@dataclass(slots=True)
class Place:
    """Where a block stands: its section, the label above it, the entity it is about."""

    page: Page
    out: Collected
    subjects: Subjects
    section: Section
    around: str | None
    own: str | None
    subject: EntityName | None
    subject_span: Span
    label: Label | None = None
    last: Found | None = None
    """What was last defined in this section."""
    options: dict[str, str] = field(default_factory=dict)
    """What labels, items and tables of this section say of its entity's store."""

    @property
    def role(self) -> str | None:
        """What the nearest label or heading says the block is about."""
        return self.label.role if self.label and self.label.role else self.around

    def name_for(self) -> tuple[EntityName, Span] | None:
        """The entity that a block of fields at this place defines."""
        label = self.label
        if label is not None and label.role is None and not label.rest:
            named = entity_name(label.text)
            concept = vocabulary().column(plain(label.text))
            if named is not None and concept is None and (named.sure or self.subject is None):
                if named.excluded:
                    return None
                nested = (
                    self.subject is not None
                    and self.subject.sure
                    and (self.last is not None or self.subject.kind is EntityKind.MEASUREMENT)
                    and not _says_table(label.text)
                )
                if not nested:
                    return named, label.span
                assert self.subject is not None
                return self.subject, self.subject_span
        if self.subject is not None and self.around in _SPEAKING_ROLES:
            if self.subjects.is_part(self.section):
                return None
            return self.subject, self.subject_span
        if self.subject is not None and self.subject.sure:
            return self.subject, self.subject_span
        title = self.page.root.children[0] if self.page.root.children else None
        if self.section is title and title.heading is not None:
            named = entity_name(title.heading.raw)
            if named is not None and named.sure:
                return named, title.span
        return None

    def plain_name(self) -> tuple[EntityName, Span] | None:
        """What a heading that is one lower-case name calls, below sections on other matters too."""
        title = strip_number(self.section.title)
        if self.subject is None or self.label is not None or self.own is not None:
            return None
        if self.around in _CONTRACTS or not (title.isidentifier() and title.islower()):
            return None
        return None if self.subjects.is_part(self.section) else (self.subject, self.subject_span)

    def sure_subject(self) -> tuple[EntityName, Span] | None:
        """The entity that the nearest heading written as a name is about."""
        for section in (self.section, *self.section.ancestors()):
            named = self.subjects.of(section)
            if named is not None and named[0].sure and not vocabulary().column(named[0].name):
                return named
        return None

    def entity_around(self) -> str | None:
        """The name of the entity that a block without names of its own speaks of."""
        if self.last is not None:
            return self.last.definition.name
        if self.label is not None and self.label.role is None:
            named = entity_name(self.label.text)
            if named is not None and named.sure:
                return named.name
        if self.own not in (None, *PART_ROLES):
            return None
        if self.subject is None and self.own == "indexes":
            return _indexed(self.section)
        return self.subject.name if self.subject else None

    def add(self, definition: Definition, name: EntityName) -> Found:
        """Add a definition of the entity of that name."""
        if name.kind is EntityKind.VIEW and definition.kind is None:
            definition.kind = EntityKind.VIEW
        if self.label is not None and heads_added_fields(plain(self.label.text)):
            definition.changes = True
        each = Found(definition, name, None, self.section.line)
        self.out.found.append(each)
        return each

    def add_keys(self, definitions: list[Definition]) -> None:
        """Add key patterns, which are their own names."""
        for definition in definitions:
            self.add(definition, EntityName(definition.name, kind=EntityKind.KEY, sure=True))


def line_span(block: Paragraph) -> Span:
    """Where the first line of a paragraph stands."""
    first = block.raw.split("\n", 1)[0]
    return Span(block.line, block.column, block.line, block.column + len(first))


def _indexed(section: Section) -> str | None:
    """The entity in a heading such as «users indexes» or «users 表索引»."""
    words = re.findall(r"[A-Za-z_]\w*", plain(strip_number(section.title)), re.ASCII)
    left_out = vocabulary().words("index-word") | vocabulary().words("entity-word")
    names = [word for word in words if word.casefold() not in left_out | {"on", "for", "of"}]
    return names[0] if len(names) == 1 and names[0].islower() else None


def _says_table(text: str) -> bool:
    words = plain(text).casefold().split()
    return any(word.strip(":：`") in vocabulary().words("entity-word") for word in words)
