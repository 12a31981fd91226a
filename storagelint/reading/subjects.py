"""Section -> the entity that it is about, and whether anything in it is an entity at all."""

from __future__ import annotations

from dataclasses import replace

from storagelint.markdown import Section, Table
from storagelint.model import EntityKind, fold
from storagelint.patterns import pattern
from storagelint.reading.columns import TableRole, columns_of, role_of
from storagelint.reading.extensions import heads_changed_tables
from storagelint.reading.headings import EntityName, entity_name, strip_number
from storagelint.reading.merging import Found
from storagelint.reading.sections import Sections
from storagelint.source import Span

PART_ROLES = frozenset(
    """
    fields indexes relationships constraints validation integrity triggers queries sample-data
    security retention state-transitions
    """.split()
)
"""Roles of headings that speak of the entity whose heading stands above them."""
ENTITY_ROLES = frozenset([None, "entities", "data-model", "overview", "cache", "entity-diagram"])
"""Roles of headings below which entities are defined."""
_GROUPED = frozenset([EntityKind.COLLECTION, EntityKind.BUCKET, EntityKind.MEASUREMENT])
"""Kinds that a heading over several entities tells of each."""
_CODE_NAME = pattern(r"[\d.()\s]*`[A-Za-z_][\w.]*`\Z")

FIELDLESS = frozenset(
    [
        EntityKind.KEY,
        EntityKind.BUCKET,
        EntityKind.MEASUREMENT,
        EntityKind.COLLECTION,
        EntityKind.INDEX,
    ]
)
"""Kinds of entities that a heading and some options define, without a field."""


class Subjects:
    """The entities that the sections of a page are about."""

    def __init__(self, sections: Sections) -> None:
        self.sections = sections
        self._known: dict[int, tuple[EntityName, Span] | None] = {}
        self.defined: dict[int, Found] = {}
        """Line of a section -> what it defines, for the parts below it."""
        self.purposes: dict[Span, str | None] = {}
        """Place of a heading that names an entity -> the sentence below it."""
        self._alike: dict[int, dict[tuple[int, str], set[str]]] = {}

    def of(self, section: Section) -> tuple[EntityName, Span] | None:
        """The entity that a section's heading names, and where; None where it names none."""
        known = self._known.get(id(section), ...)
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
                or (role not in PART_ROLES and parent_role == "entities" and role != "entities")
            ):
                if named.kind is None and (kind := self._kind_around(section)):
                    named = replace(named, kind=kind)
                if _below_changed_tables(section) and "new" not in named.marks:
                    named = replace(named, marks=named.marks | {"existing"})
                found = (named, section.span)
            elif role in PART_ROLES and section.parent is not None:
                found = self.of(section.parent)
        self._known[id(section)] = found
        return found

    def alike(self, section: Section) -> frozenset[str]:
        """The folded names of the headings beside this one that are names written the same way.

        Empty where there are fewer than two of them, or this heading is no sure name itself.
        """
        form = _name_form(section)
        if form is None or section.parent is None:
            return frozenset()
        known = self._alike.get(id(section.parent))
        if known is None:
            known = {}
            for each in section.parent.children:
                if each_form := _name_form(each):
                    known.setdefault((each.level, each_form), set()).add(fold(each.title))
            self._alike[id(section.parent)] = known
        names = known.get((section.level, form), set())
        return frozenset(names) if len(names) > 2 else frozenset()

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

    def is_part(self, section: Section) -> bool:
        """Whether an unsure heading stands below a sure entity: it names a part of that."""
        named = self.of(section)
        if named is None or named[0].sure:
            return False
        return any(
            above.line in self.defined
            and (subject := self.of(above)) is not None
            and subject[0].sure
            for above in section.ancestors()
        )

    def left_out(self, section: Section) -> bool:
        """Whether nothing here is an entity; a name in code marks among the entities is one."""
        subject = self.of(section)
        if subject is not None and section.heading is not None and "`" in section.heading.raw:
            roles = {self.sections.role(each) for each in section.ancestors()}
            if "entities" in roles and not subject[0].excluded:
                return False
        return self.sections.left_out(section) or self._excluded(section)

    def is_table_by_name(self, section: Section) -> bool:
        """Whether a heading such as `5.5 requests` names a table, though a section may too."""
        title = strip_number(section.title)
        return (
            section.parent is not None
            and title.isidentifier()
            and title.islower()
            and not self.sections.left_out(section.parent)
            and not self._excluded(section.parent)
            and self._defines_fields(section)
        )

    def _excluded(self, section: Section) -> bool:
        for each in (section, *section.ancestors()):
            if each.level <= 1:
                continue
            subject = self.of(each)
            if subject is not None and subject[0].excluded:
                return True
            if each.heading is not None and subject is None and self.sections.role(each) is None:
                named = entity_name(each.heading.raw)
                if named is not None and named.excluded:
                    return True
        return False


def _below_changed_tables(section: Section) -> bool:
    """Whether a heading such as «Modified tables» stands above."""
    return any(
        above.level > 1 and above.heading is not None and heads_changed_tables(above.title)
        for above in section.ancestors()
    )


def _name_form(section: Section) -> str | None:
    """How a heading that is nothing but a name is written; None where it is anything else."""
    if section.heading is None:
        return None
    if _CODE_NAME.match(section.heading.raw):
        return "code"
    title = section.title
    return "snake" if title.isascii() and title.isidentifier() and "_" in title else None
