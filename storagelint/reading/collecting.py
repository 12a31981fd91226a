"""Page -> definitions and other facts, by what each block is and which heading it stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

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
from storagelint.markdown.blocks import Block
from storagelint.model import (
    Definition,
    Diagram,
    EntityKind,
    Form,
    Index,
    Mapping,
    QueryPattern,
    Reference,
    Relationship,
    UnreadContent,
    fold,
)
from storagelint.patterns import pattern
from storagelint.reading.bullets import (
    looks_like_fields,
    mostly_names,
    read_bullet_fields,
    read_field_lists,
)
from storagelint.reading.columns import Columns, TableRole, columns_of, role_of
from storagelint.reading.constraint_items import read_key_line, read_key_list
from storagelint.reading.constraints import constraints_in_prose
from storagelint.reading.field_tables import read_field_table
from storagelint.reading.fields import add_constraints
from storagelint.reading.headings import EntityName, entity_name, strip_number
from storagelint.reading.indexes import read_index_line, read_index_list, read_index_table
from storagelint.reading.inventories import read_file_table, read_inventory, read_name_list
from storagelint.reading.key_value import (
    is_key_pattern,
    read_key_fence,
    read_key_list_of,
    read_key_table,
)
from storagelint.reading.mappings import read_mapping_table
from storagelint.reading.merging import Found
from storagelint.reading.queries import read_query_list, read_query_table
from storagelint.reading.relationships import read_foreign_key_table, read_relationship_table
from storagelint.reading.schema import Schema
from storagelint.reading.sections import Label, Sections, label_of
from storagelint.reading.store_options import (
    key_options,
    read_option_line,
    read_option_list,
    read_option_table,
)
from storagelint.reading.time_series import tag_columns, tag_options
from storagelint.reading.types import canonical_type
from storagelint.source import Span
from storagelint.vocabulary import vocabulary

_PLAIN = frozenset(["", *"text txt plain plaintext schema ascii none console table".split()])
_PART_ROLES = frozenset(
    """
    fields indexes relationships constraints validation integrity triggers queries sample-data
    security retention state-transitions
    """.split()
)
"""Roles of headings that speak of the entity whose heading stands above them."""
_ENTITY_ROLES = frozenset([None, "entities", "data-model", "overview", "cache", "entity-diagram"])
_SQL = frozenset(
    [
        "sql",
        "postgresql",
        "postgres",
        "mysql",
        "sqlite",
        "plsql",
        "plpgsql",
        "tsql",
        "pgsql",
        "ddl",
        "cql",
        "clickhouse",
        "psql",
        "mariadb",
    ]
)
_JSON = frozenset(["json", "jsonc", "json5", "js", "javascript", "bson"])
_GROUPED = frozenset([EntityKind.COLLECTION, EntityKind.BUCKET, EntityKind.MEASUREMENT])
"""Kinds that a heading over several entities tells of each."""
_FIELDLESS = frozenset(
    [
        EntityKind.KEY,
        EntityKind.BUCKET,
        EntityKind.MEASUREMENT,
        EntityKind.COLLECTION,
        EntityKind.INDEX,
    ]
)
"""Kinds of entities that a heading and some options define, without a field."""
_SCHEMA_FENCES = _SQL | {"mermaid"}
"""Fences that say themselves what they hold, wherever they stand."""
_QUERY_NUMBER = pattern(r"(?:query|查询|クエリ)\s*\d*\s*[:：.]\s*", re.IGNORECASE)
_EXAMPLE = pattern(
    r"\b(?:for example|for instance|e\.g|such as|examples?|beispiel|z\. ?b|por ejemplo|por exemplo"
    r"|par exemple|например)\b|例如|例えば|예를 들어",
    re.IGNORECASE,
)
_KEY_LINE = pattern(
    r"[\s_*]*(?:PK|PRIMARY KEY|UQ|UK|UNIQUE|FK|FOREIGN KEY)\b[^(]{0,40}\(", re.IGNORECASE
)
_PRE = pattern(r"<pre[^>]*>(.*?)</pre>", re.DOTALL | re.IGNORECASE)


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


def collect(page: Page, sections: Sections) -> Collected:
    """All facts of a page."""
    collector = _Collector(page, sections)
    for section in page.sections:
        collector.section(section)
    return collector.out


@dataclass(slots=True)
class _Place:
    """Where a block stands: its section, the label above it, the entity it is about."""

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


class _Collector:
    def __init__(self, page: Page, sections: Sections) -> None:
        self.page = page
        self.sections = sections
        self.out = Collected()
        self.subjects: dict[int, tuple[EntityName, Span] | None] = {}
        self.defined: dict[int, Found] = {}
        """Line of a section -> what it defines, for the parts below it."""

    # --- which entity a section is about

    def _subject(self, section: Section) -> tuple[EntityName, Span] | None:
        known = self.subjects.get(id(section), ...)
        if known is not ...:
            return known
        found: tuple[EntityName, Span] | None = None
        if section.heading is not None and section.level > 1:
            role = self.sections.role(section)
            named = entity_name(section.heading.raw)
            parent_role = self.sections.around(section.parent) if section.parent else None
            if named and (
                role is None
                or (named.kind is EntityKind.INDEX and named.sure)
                or self._defines_fields(section)
                or (named.sure and "`" in section.heading.raw)
                or (role not in _PART_ROLES and parent_role == "entities" and role != "entities")
            ):
                found = (named, section.span)
                if named.kind is None:
                    kind = self._kind_around(section)
                    found = (replace(named, kind=kind), section.span) if kind else found
            elif role in _PART_ROLES and section.parent is not None:
                found = self._subject(section.parent)
        self.subjects[id(section)] = found
        return found

    def _kind_around(self, section: Section) -> EntityKind | None:
        """What the entities below a heading such as «Collections» are."""
        for above in section.ancestors():
            if above.level > 1 and above.heading is not None:
                named = entity_name(above.heading.raw)
                if named is not None and named.kind in _GROUPED:
                    return named.kind
        return None

    def _defines_fields(self, section: Section) -> bool:
        """Whether a table of typed fields stands right below a heading among the entities."""
        if section.parent is None or self.sections.role(section) in ("fields", "entities"):
            return False
        if self.sections.around(section.parent) not in ("entities", "data-model"):
            return False
        for block in section.blocks:
            if isinstance(block, Table):
                columns = columns_of(block)
                return "type" in columns and role_of(columns, None) is TableRole.FIELDS
        return False

    def _is_part(self, section: Section) -> bool:
        """Whether an unsure heading stands below a sure entity: it names a part of that."""
        named = self._subject(section)
        if named is None or named[0].sure:
            return False
        return any(
            above.line in self.defined
            and (subject := self._subject(above)) is not None
            and subject[0].sure
            for above in section.ancestors()
        )

    # --- one section

    def section(self, section: Section) -> None:
        if self.sections.role(section) is not None and self._is_table_by_name(section):
            self.sections.disown(section)
        subject = self._subject(section)
        left_out = self._left_out(section, subject)
        mapped = subject is not None and subject[0].kind is EntityKind.INDEX and subject[0].sure
        place = _Place(
            section,
            None if mapped else self.sections.around(section),
            None if mapped else self.sections.role(section),
            subject[0] if subject else None,
            subject[1] if subject else section.span,
        )
        purpose: str | None = None
        physical: tuple[str, Span] | None = None
        start = len(self.out.found)
        if place.own in _PART_ROLES and section.parent is not None:
            place.last = self.defined.get(section.parent.line)
        for block in section.blocks:
            match block:
                case Paragraph():
                    label = label_of(block)
                    place.label = label
                    if label is None and place.own == "indexes":
                        line = read_index_line(block.text, _line_span(block), None)
                        self.out.indexes += line
                    if label is None:
                        self._prose(block, place)
                        self._key_lines(block, place)
                        if not block.quoted or purpose is None:
                            purpose = purpose or block.text.strip()
                        self._code_name(block, place)
                    else:
                        concept = vocabulary().column(plain(label.text))
                        if concept == "description" and label.rest:
                            purpose = plain(label.rest.split("\n\n", 1)[0])
                        elif concept in ("table", "name") and (named := _physical(label)):
                            physical = named
                        self._label_line(label, block, place)
                case Table() if not left_out or self._mapping_table(block):
                    self._table(block, place)
                case ItemList() if not left_out:
                    self._list(block, place)
                case Fence() if not left_out or block.language in _SCHEMA_FENCES:
                    self._fence(block, place)
                case Html() if not left_out and "<pre" in block.text.lower():
                    self._html(block, place)
                case _:
                    continue
        self._stored(place, self.out.found[start:], left_out)
        self._finish(section, self.out.found[start:], purpose, physical)

    def _stored(self, place: _Place, found: list[Found], left_out: bool) -> None:
        """Give the options of the section to its entity, which may have no fields at all."""
        options = place.options
        pattern = options.pop("key-pattern", "")
        subject = place.subject
        if left_out or not options or subject is None:
            return
        mine = [each for each in found if not each.definition.excerpt]
        if len({each.definition.name for each in mine}) == 1:
            mine[0].definition.options = {**options, **mine[0].definition.options}
            return
        if mine:
            return
        above = self.defined.get(place.section.parent.line) if place.section.parent else None
        if above is not None and place.own in _PART_ROLES:
            above.definition.options = {**options, **above.definition.options}
        elif is_key_pattern(pattern) or (subject.sure and subject.kind in _FIELDLESS):
            name = subject
            if pattern:
                name = EntityName(pattern, (subject.name,), EntityKind.KEY, sure=True)
            definition = Definition(
                name=name.name,
                form=Form.BULLETS,
                kind=name.kind,
                span=place.subject_span,
                line=place.section.line,
                end_line=place.section.end_line,
                options=options,
            )
            self._add(definition, name, place)

    def _finish(
        self,
        section: Section,
        found: list[Found],
        purpose: str | None,
        physical: tuple[str, Span] | None,
    ) -> None:
        mine = [
            each
            for each in found
            if not each.definition.excerpt and each.definition.kind is not EntityKind.KEY
        ]
        for each in mine:
            each.section_line = section.line
            if len({id(other.name) for other in mine}) == 1:
                each.purpose = each.purpose or purpose
        if physical and mine:
            name, _ = physical
            for each in mine:
                if each.definition.form is not Form.SQL and each.name is mine[0].name:
                    aliases = (each.name.name, *each.name.aliases)
                    each.name = EntityName(name, aliases, each.name.kind, each.name.marks, True)
                    each.definition.name = name
        if mine and section.heading is not None:
            self.defined[section.line] = mine[0]

    def _left_out(self, section: Section, subject: tuple[EntityName, Span] | None) -> bool:
        """Whether nothing here is an entity; a name in code marks among the entities is one."""
        if subject is not None and section.heading is not None and "`" in section.heading.raw:
            roles = {self.sections.role(each) for each in section.ancestors()}
            if "entities" in roles and not subject[0].excluded:
                return False
        return self.sections.left_out(section) or self._excluded(section)

    def _is_table_by_name(self, section: Section) -> bool:
        """Whether a heading such as `requests` names a table, though sections go by that word."""
        return (
            section.parent is not None
            and section.title.isidentifier()
            and section.title.islower()
            and not self.sections.left_out(section.parent)
            and not self._excluded(section.parent)
            and self._defines_fields(section)
        )

    def _excluded(self, section: Section) -> bool:
        for each in (section, *section.ancestors()):
            if each.level <= 1:
                continue
            subject = self._subject(each)
            if subject is not None and subject[0].excluded:
                return True
            if each.heading is not None and subject is None and self.sections.role(each) is None:
                named = entity_name(each.heading.raw)
                if named is not None and named.excluded:
                    return True
        return False

    def _mapping_table(self, table: Table) -> bool:
        return role_of(columns_of(table), None) is TableRole.MAPPINGS

    def _key_lines(self, block: Paragraph, place: _Place) -> None:
        """Lines below an entity's fields such as `PK (a, b)` and `UQ (a, b)`."""
        if place.last is None or len(block.raw) > 400:
            return
        definition = place.last.definition
        for line in block.text.split("\n"):
            if _KEY_LINE.match(line):
                indexes = read_key_line(line, _line_span(block), definition)
                self._own_indexes(indexes or [], definition.name)

    def _prose(self, block: Paragraph, place: _Place) -> None:
        """Sentences that draw relationships between names in code marks."""
        if "`" in block.raw and ("↔" in block.raw or "→" in block.raw) and len(block.raw) < 2000:
            self.out.relation_blocks.append((block, place.section, None, False))

    def _code_name(self, block: Paragraph, place: _Place) -> None:
        """A paragraph that is one code span names the entity of the table below it."""
        codes = code_spans(block.raw)
        if len(codes) == 1 and len(block.raw.strip()) <= len(codes[0][2]) + 14:
            named = entity_name(block.raw)
            if named is not None and named.sure:
                first = block.raw.split("\n", 1)[0]
                span = Span(block.line, block.column, block.line, block.column + len(first))
                place.label = Label(block.raw, "", None, span, block.line)

    def _name_for(self, place: _Place) -> tuple[EntityName, Span] | None:
        """The entity that a block of fields at this place defines."""
        label = place.label
        if label is not None and label.role is None and not label.rest:
            named = entity_name(label.text)
            concept = vocabulary().column(plain(label.text))
            if named is not None and concept is None and (named.sure or place.subject is None):
                if named.excluded:
                    return None
                nested = (
                    place.subject is not None
                    and place.subject.sure
                    and (place.last is not None or place.subject.kind is EntityKind.MEASUREMENT)
                    and not _says_table(label.text)
                )
                if not nested:
                    return named, label.span
                return place.subject, place.subject_span  # type: ignore[return-value]
        if place.subject is not None and place.around in _ENTITY_ROLES | _PART_ROLES | {
            "mapping",
            "storage-selection",
        }:
            if self._is_part(place.section):
                return None
            return place.subject, place.subject_span
        if place.subject is not None and place.subject.sure:
            return place.subject, place.subject_span
        title = self.page.root.children[0] if self.page.root.children else None
        if place.section is title and title.heading is not None:
            named = entity_name(title.heading.raw)
            if named is not None and named.sure:
                return named, title.span
        return None

    def _entity_around(self, place: _Place) -> str | None:
        if place.last is not None:
            return place.last.definition.name
        if place.label is not None and place.label.role is None:
            named = entity_name(place.label.text)
            if named is not None and named.sure:
                return named.name
        if place.own not in (None, *_PART_ROLES):
            return None
        if place.subject is None and place.own == "indexes":
            return _indexed(place.section)
        return place.subject.name if place.subject else None

    def _add(
        self, definition: Definition, name: EntityName, place: _Place, purpose: str | None = None
    ) -> Found:
        if name.kind is EntityKind.VIEW and definition.kind is None:
            definition.kind = EntityKind.VIEW
        each = Found(definition, name, purpose, place.section.line)
        self.out.found.append(each)
        return each

    # --- tables

    def _table(self, table: Table, place: _Place) -> None:
        if table.skipped:
            rows = len(table.rows) + table.skipped
            message = f"table has {rows:,} rows, {table.skipped:,} were not read"
            self.out.unread.append(
                UnreadContent(code="SL003", message=message, span=table.header.cells[0].span)
            )
        if table.cut:
            read = len(table.header.cells)
            message = f"table has more than {read:,} columns, the others were not read"
            span = table.header.cells[0].span
            self.out.unread.append(UnreadContent(code="SL003", message=message, span=span))
        columns = columns_of(table)
        if place.subject is not None and place.subject.kind is EntityKind.MEASUREMENT:
            columns = tag_columns(table, columns)
        match role_of(columns, place.role):
            case TableRole.FIELDS:
                self._field_table(table, columns, place)
            case TableRole.INDEXES:
                self.out.indexes += read_index_table(table, columns, self._entity_around(place))
            case TableRole.RELATIONSHIPS:
                subject = place.subject.name if place.subject else None
                self.out.relationships += read_relationship_table(table, columns, subject)
            case TableRole.FOREIGN_KEYS:
                keys = read_foreign_key_table(table, columns)
                self.out.foreign_keys += keys
                self.out.relationships += [_stated(key) for key in keys]
            case TableRole.QUERIES:
                self.out.queries += read_query_table(table, columns)
            case TableRole.MAPPINGS:
                dto = place.subject.name if place.subject else None
                self.out.mappings += read_mapping_table(table, columns, dto)
            case TableRole.KEYS:
                self._add_keys(read_key_table(table, columns), place)
            case TableRole.INVENTORY if (
                (place.role in _ENTITY_ROLES and not (place.subject and place.subject.sure))
                or "bucket" in columns
                or "sort-key" in columns
            ):
                kind = EntityKind.BUCKET if "bucket" in columns else None
                for definition in read_inventory(table, columns, kind):
                    self._add(definition, EntityName(definition.name, kind=kind, sure=True), place)
            case TableRole.FILES:
                for definition in read_file_table(table, columns):
                    self._add(
                        definition,
                        EntityName(definition.name, kind=EntityKind.FILE, sure=True),
                        place,
                    )
            case None if place.subject is not None:
                place.options = {**read_option_table(table), **place.options}

    def _field_table(self, table: Table, columns: Columns, place: _Place) -> None:
        if "table" in columns and columns.position("table") == 0:
            self._grouped_field_table(table, columns, place)
            return
        if "type" not in columns and self._lists_keys(table, columns):
            self._add_keys(read_key_table(table, columns), place)
            return
        named = self._name_for(place)
        if named is None:
            return
        name, span = named
        definition, indexes = read_field_table(table, columns, name.name, span)
        if not definition.fields:
            return
        definition.options |= key_options(table, columns, definition)
        if name.kind is EntityKind.MEASUREMENT:
            definition.options |= tag_options(table, definition)
        place.last = self._add(definition, name, place)
        self._own_indexes(indexes, name.name)

    def _add_keys(self, definitions: list[Definition], place: _Place) -> None:
        for definition in definitions:
            name = EntityName(definition.name, kind=EntityKind.KEY, sure=True)
            self._add(definition, name, place)

    def _lists_keys(self, table: Table, columns: Columns) -> bool:
        position = columns.position("field", "name", "key", "key-pattern")
        cells = [cell.text for row in table.rows[:5] if (cell := row.cell(position)) is not None]
        return bool(cells) and all(is_key_pattern(text) for text in cells)

    def _grouped_field_table(self, table: Table, columns: Columns, place: _Place) -> None:
        """`Table | Column | Type`: the entity stands in each row."""
        groups: dict[str, list] = {}  # type: ignore[type-arg]
        above = ""
        for row in table.rows:
            above = columns.text(row, "table") or above
            groups.setdefault(above, []).append(row)
        for group, rows in groups.items():
            named = entity_name(group)
            if named is None:
                continue
            part = Table(rows[0].line, rows[-1].line, table.header, tuple(rows))
            cell = columns.cell(rows[0], "table")
            span = cell.span if cell else table.header.cells[0].span
            definition, indexes = read_field_table(part, columns, named.name, span)
            if definition.fields:
                self._add(definition, named, place)
                self._own_indexes(indexes, named.name)

    def _own_indexes(self, indexes: list[Index], entity: str) -> None:
        for index in indexes:
            index.entity = index.entity or entity
        self.out.indexes += indexes

    # --- labels and lists

    def _label_line(self, label: Label, block: Paragraph, place: _Place) -> None:
        """A label with its value on the same line: `**Indexes**: (a), UNIQUE (b, c)`."""
        if not label.rest:
            return
        text = f"{plain(label.text)}: {plain(label.rest)}"
        option = read_option_line(label.text, label.rest.split("\n", 1)[0])
        if option is not None:
            place.options.setdefault(*option)
            return
        entity = self._entity_around(place)
        if label.role == "indexes":
            self.out.indexes += read_index_line(plain(label.rest), label.span, entity)
        elif place.last is not None:
            indexes = read_key_line(text, label.span, place.last.definition)
            if indexes:
                self._own_indexes(indexes, place.last.definition.name)

    def _list(self, block: ItemList, place: _Place) -> None:
        role = place.label.role if place.label and place.label.role else place.own
        around = place.role
        entity = self._entity_around(place)
        options = read_option_list(block) if place.subject is not None else {}
        if options:
            place.options = {**options, **place.options}
            return
        if around == "queries" and role in (None, "queries"):
            self.out.queries += read_query_list(block)
            return
        if role == "indexes" or (around == "indexes" and role is None):
            indexes = read_index_list(block, entity)
            for index in indexes:
                index.entity_inferred |= index.entity == entity and place.subject is None
            self.out.indexes += indexes
            return
        keys = read_key_list_of(block, around == "cache")
        if keys and not (place.label and _EXAMPLE.search(place.label.text)):
            self._add_keys(keys, place)
            return
        if place.last is not None and role != "relationships" and self._keys(block, place):
            return
        if role == "relationships" or around == "relationships":
            self.out.relation_blocks.append((block, place.section, entity, True))
            return
        if place.role in _ENTITY_ROLES and (place.subject is None or not place.subject.sure):
            listed = read_field_lists(block)
            if listed:
                for definition in listed:
                    self._add(definition, EntityName(definition.name, sure=True), place)
                return
        if self._fields(block, place):
            return
        self._nested_labels(block, place)
        self.out.relation_blocks.append((block, place.section, entity, False))

    def _nested_labels(self, block: ItemList, place: _Place) -> None:
        """Items such as `- **Indexes**: (a), (b)` or `- Indexes:` with items below them."""
        for item in block.items:
            label = label_of(Paragraph(item.line, item.end_line, item.raw, item.span.column))
            if label is None or label.role != "indexes":
                continue
            entity = self._entity_around(place)
            if label.rest:
                self.out.indexes += read_index_line(plain(label.rest), item.span, entity)
            inner = ItemList(item.line, item.end_line, item.children)
            self.out.indexes += read_index_list(inner, entity)

    def _keys(self, block: ItemList, place: _Place) -> bool:
        """Items that state keys, or the tuples below a label such as `Unique constraints:`."""
        assert place.last is not None
        definition = place.last.definition
        if place.label is not None:
            head = plain(place.label.text)
            for item in (
                block.items
                if vocabulary().pattern("unique").search(head[:40])
                or vocabulary().pattern("primary-key").search(head[:40])
                else []
            ):
                indexes = read_key_line(f"{head}: {item.text}", item.span, definition)
                self._own_indexes(indexes or [], definition.name)
                if indexes is None:
                    break
            else:
                if vocabulary().pattern("unique").search(head[:40]) or vocabulary().pattern(
                    "primary-key"
                ).search(head[:40]):
                    return True
        indexes = read_key_list(block, definition)
        if indexes is None:
            return False
        self._own_indexes(indexes, definition.name)
        return True

    def _fields(self, block: ItemList, place: _Place) -> bool:
        role = place.label.role if place.label and place.label.role else place.own
        says_fields = role == "fields"
        if place.around not in _ENTITY_ROLES and not says_fields:
            return False
        if role not in _ENTITY_ROLES | {"fields"}:
            return False
        names = place.around == "entities" and place.own is None and mostly_names(block)
        if not (says_fields or names or looks_like_fields(block)):
            return False
        named = self._name_for(place)
        if named is None:
            return False
        name, span = named
        definition = read_bullet_fields(block, name.name, span)
        if definition is None:
            return False
        place.last = self._add(definition, name, place)
        self._own_indexes(
            [_field_index(each) for each in definition.fields if each.indexed], name.name
        )
        return True

    # --- fences

    def _fence(self, fence: Fence, place: _Place) -> None:
        language = fence.language
        if language in ("mermaid", "mmd"):
            self._mermaid(fence)
        elif language in _SQL:
            self._sql(fence, place)
        elif language == "dbml":
            from storagelint.reading.dbml import read_dbml

            self._schema(read_dbml(fence), place)
        elif language == "prisma":
            from storagelint.reading.prisma import read_prisma

            self._schema(read_prisma(fence), place)
        elif language in _PLAIN:
            self._plain_fence(fence, place)
        elif language in _JSON and fence.text.lstrip().startswith(("{", "[")):
            self._sample(fence, place)
        else:
            from storagelint.reading.source_code import read_source_code

            schema = read_source_code(fence)
            schema.definitions = [each for each in schema.definitions if each.persisted]
            self._schema(schema, place)

    def _sample(self, fence: Fence, place: _Place) -> None:
        """A document of a collection, or the mapping of a search index."""
        from storagelint.reading.json_samples import read_json_sample
        from storagelint.reading.object_shapes import read_object_shape

        named = self._name_for(place)
        among = place.around in ("entities", "data-model")
        if named is None or place.role not in _ENTITY_ROLES | {"fields"}:
            return
        if named[0].kind not in _FIELDLESS and not (among and named[0].sure):
            return
        definition = read_json_sample(fence, named[0].name, named[1])
        shape = read_object_shape(fence, named[0].name, named[1]) if definition is None else None
        if shape is not None:
            definition, indexes = shape
            self.out.indexes += indexes
        if definition is not None:
            place.last = self._add(definition, named[0], place)

    def _plain_fence(self, fence: Fence, place: _Place) -> None:
        from storagelint.reading.compact_schema import read_compact_schema
        from storagelint.reading.mermaid import read_er_diagram
        from storagelint.reading.plain_schema import read_plain_schema
        from storagelint.reading.sql import looks_like_sql

        if fence.lines and fence.lines[0].strip().startswith("erDiagram"):
            diagram = read_er_diagram(fence)
            if diagram is not None:
                self._diagram(diagram)
            return
        if looks_like_sql(fence.text[:20_000]):
            self._sql(fence, place)
            return
        keys = read_key_fence(fence)
        if keys:
            self._add_keys(keys, place)
            return
        schema = read_plain_schema(fence)
        if not schema.definitions and place.role in _ENTITY_ROLES:
            schema = read_compact_schema(fence)
        if schema.definitions:
            self._schema(schema, place)
            return
        if place.role in _ENTITY_ROLES:
            names = read_name_list(fence)
            for definition in names:
                definition.excerpt = True
                self._add(definition, EntityName(definition.name, sure=True), place)
            if names:
                return
        sure = place.role in ("relationships", "entity-diagram")
        self.out.relation_blocks.append((fence, place.section, None, sure))

    def _mermaid(self, fence: Fence) -> None:
        from storagelint.reading.mermaid import read_class_diagram, read_er_diagram

        diagram = read_er_diagram(fence)
        if diagram is None:
            diagram = read_class_diagram(fence)
            if diagram is not None:
                self.out.relationships += diagram.relationships
            return
        self._diagram(diagram)

    def _diagram(self, diagram: Diagram) -> None:
        self.out.diagrams.append(diagram)
        self.out.relationships += diagram.relationships
        for definition in diagram.entities:
            if definition.fields:
                copy = definition.altered(fields=[each.altered() for each in definition.fields])
                for each in copy.fields:
                    each.canonical = canonical_type(each.type) if each.type else None
                    if each.description:
                        words = constraints_in_prose(each.description)
                        add_constraints(
                            each, words, each.description, each.span, copy, inferred=True
                        )
                self.out.found.append(Found(copy, EntityName(copy.name, sure=True)))

    def _sql(self, fence: Fence, place: _Place) -> None:
        from storagelint.reading.compact_schema import read_compact_schema
        from storagelint.reading.sql import read_sql

        schema = read_sql(fence)
        if not schema:
            compact = read_compact_schema(fence)
            schema = compact if compact.definitions else schema
        self._schema(schema, place)

    def _html(self, block: Html, place: _Place) -> None:
        from storagelint.reading.plain_schema import read_plain_schema

        for match in _PRE.finditer(block.text):
            before = block.text[: match.start(1)].count("\n")
            content = match[1]
            lines = content.split("\n")
            fence = Fence(block.line + before, block.end_line, "", "", tuple(lines), 1, True, True)
            schema = read_plain_schema(fence)
            if schema.definitions:
                self._schema(schema, place)

    def _schema(self, schema: Schema, place: _Place) -> None:
        for definition in schema.definitions:
            if definition.name:
                table = definition.options.get("table")
                aliases = (table,) if table else ()
                name = EntityName(definition.name, aliases, definition.kind, sure=True)
                if (
                    place.subject is not None
                    and len(schema.definitions) == 1
                    and fold(place.subject.name) == fold(definition.name)
                ):
                    name = EntityName(
                        definition.name,
                        place.subject.aliases,
                        place.subject.kind,
                        place.subject.marks,
                        True,
                    )
            else:
                named = self._name_for(place)
                if named is None:
                    continue
                name, definition.span = named
                definition.name = name.name
            place.last = self._add(definition, name, place)
        for index in schema.indexes:
            if not index.entity and place.last is not None:
                index.entity = place.last.definition.name
        self.out.indexes += schema.indexes
        self.out.relationships += schema.relationships
        self.out.user_types.update(schema.user_types)
        self.out.unread += [
            UnreadContent(code=problem.code, message=problem.message, span=problem.span)
            for problem in schema.problems
        ]
        numbered = place.label is not None and _QUERY_NUMBER.match(plain(place.label.text))
        if place.role == "queries" or numbered:
            self._sql_queries(schema.queries, place)

    def _sql_queries(self, queries: list[QueryPattern], place: _Place) -> None:
        """SQL under a heading of its own is one query by the heading's name."""
        for query in queries:
            query.name = strip_number(query.name)
        if len([query for query in queries if query.name]) > 1:
            self.out.queries += [query for query in queries if query.name]
            return
        if not queries:
            return
        query = queries[0]
        label = place.label
        if label is not None and label.role is None and len(label.text) > 6:
            query.name = strip_number(_QUERY_NUMBER.sub("", plain(label.text)))
            query.span = label.span
        elif place.own is None and place.section.heading is not None:
            query.name = strip_number(place.section.title)
            query.span = place.section.span
        if query.name and all(query.name != known.name for known in self.out.queries):
            self.out.queries.append(query)


def _stated(row: tuple[str, str, Reference]) -> Relationship:
    from storagelint.model import Cardinality

    child, column, reference = row
    return Relationship(
        from_entity=child,
        to_entity=reference.entity,
        cardinality=Cardinality.MANY_TO_ONE,
        field=column,
        form=Form.TABLE,
        span=reference.span,
    )


def _field_index(each: object) -> Index:
    from storagelint.model import Attribute, Field, IndexField

    assert isinstance(each, Field)
    return Index(
        fields=[IndexField(each.name)],
        unique=each.unique,
        form=Form.BULLETS,
        span=each.where(Attribute.INDEXED),
    )


def _indexed(section: Section) -> str | None:
    """The entity in a heading such as «users indexes» or «users 表索引»."""
    words = re.findall(r"[A-Za-z_]\w*", plain(strip_number(section.title)), re.ASCII)
    left_out = vocabulary().words("index-word") | vocabulary().words("entity-word")
    names = [word for word in words if word.casefold() not in left_out | {"on", "for", "of"}]
    return names[0] if len(names) == 1 and names[0].islower() else None


def _line_span(block: Paragraph) -> Span:
    first = block.raw.split("\n", 1)[0]
    return Span(block.line, block.column, block.line, block.column + len(first))


def _physical(label: Label) -> tuple[str, Span] | None:
    """The table name that `**Table**: `users`` gives."""
    text = plain(label.rest.split("\n", 1)[0]).strip(" .")
    if re.fullmatch(r"[A-Za-z_][\w.]*", text):
        return text, label.span
    return None


def _says_table(text: str) -> bool:
    words = plain(text).casefold().split()
    return any(word.strip(":：`") in vocabulary().words("entity-word") for word in words)
