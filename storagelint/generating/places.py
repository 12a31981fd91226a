"""Document and kind -> where each missing section goes, and what is to be written there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from storagelint.generating.design import Design, design_of
from storagelint.generating.edits.heading_levels import Replacement, shifted
from storagelint.generating.numbering import beginning, number_of, part_number
from storagelint.generating.sections import body, written
from storagelint.generating.texts.inline_text import heading as heading_text
from storagelint.generating.wording import heading
from storagelint.judging.pages.outline import absent, content_line, find, gaps
from storagelint.judging.relations.drawn import defined_tables
from storagelint.kinds import Kind, SectionSpec
from storagelint.markdown import Other, Page, Paragraph, Section, parse
from storagelint.model import Document, Form, Project, SectionFact
from storagelint.source import Span, from_text

_OWN = "storagelint:"
_RULE = "---"
_FOOTER = 4
"""A footer has fewer lines than this."""


@dataclass(frozen=True)
class _Spot:
    """Where a section goes."""

    behind: int
    """The section stands behind the last line of text up to this one."""
    level: int
    number: str = ""


def additions(
    document: Document, kind: Kind, project: Project
) -> dict[str, tuple[Replacement, ...]]:
    """Role of each missing section -> the edits that bring it; none for what cannot be placed.

    The sections fit each other, so that all of them can be brought at once; their ranks keep the
    kind's order where several go to one place.
    """
    return _Writer(document, kind, project).all()


def fillings(
    document: Document, kind: Kind, project: Project, roles: Collection[str]
) -> dict[str, Replacement]:
    """Role of each section whose heading has nothing below it -> what is written there.

    A part whose pieces are missing gets them as missing sections, and a diagram of known tables is
    the matter of SL331; both are left out here.
    """
    writer = _Writer(document, kind, project, roles)
    if defined_tables(document):
        roles = set(roles) - {"entity-diagram"}
    found: dict[str, Replacement] = {}
    for spec in kind.sections:
        fact = writer.found.get(spec.role)
        if spec.role in roles and fact is not None and not writer.parts(spec):
            found[spec.role] = writer.filling(spec, fact)
    return found if writer.holds(list(found.values())) else {}


class _Writer:
    """What is known of the document while its sections are written."""

    def __init__(
        self, document: Document, kind: Kind, project: Project, empty: Collection[str] = ()
    ) -> None:
        self.document = document
        self.page = document.page
        self.kind = kind
        specs = list(kind.sections)
        roles = absent(document, kind)
        self.found = {
            spec.role: None if spec.role in roles else find(document, spec) for spec in specs
        }
        self.specs = specs
        self.lacking = [spec for spec in specs if spec.role in roles]
        self.design: Design = design_of(document, kind, project, {*roles, *empty})
        self.ruled = _is_ruled(self.page)

    def all(self) -> dict[str, tuple[Replacement, ...]]:
        """The edits by role, checked together."""
        result: dict[str, tuple[Replacement, ...]] = {}
        spots: dict[str, _Spot] = {}
        for gap in gaps(self.document, self.kind):
            for spec in gap.specs:
                if gap.line and gap.above is not None:
                    result[spec.role] = tuple(self._over_content(spec, gap.above) or ())
                elif children := self._children(spec):
                    result[spec.role] = tuple(self._over_children(spec, children) or ())
                else:
                    spots[spec.role] = self._spot(spec)
        last = {
            spot.behind: max(
                self._rank(role) for role in spots if spots[role].behind == spot.behind
            )
            for spot in spots.values()
        }
        for role, spot in spots.items():
            rank = self._rank(role)
            result[role] = (self._insertion(role, spot, last=rank == last[spot.behind]),)
        edits = [edit for each in result.values() for edit in each]
        return result if self.holds(edits) else dict.fromkeys(result, ())

    def filling(self, spec: SectionSpec, fact: SectionFact) -> Replacement:
        """The text of a section below the heading that it has."""
        heading = self.page.section_at(fact.line).heading
        line = heading.end_line if heading else fact.line
        number = number_of(fact.heading)
        stem = beginning(number, number.last) if number else ""
        text = body(spec, self.design, level=fact.level, number=stem)
        end = len(self.page.source.lines[line - 1]) + 1
        return Replacement(Span(line, end, line, end), f"\n\n{text}", self._rank(spec.role))

    def _rank(self, role: str) -> int:
        return 1 + next(at for at, spec in enumerate(self.kind.sections) if spec.role == role)

    def _children(self, spec: SectionSpec) -> list[SectionFact]:
        """The headings of the parts of a section that is itself missing, in their order."""
        facts = [self.found.get(each.role) for each in self.specs if each.parent == spec.role]
        return sorted((f for f in facts if f and not f.label), key=lambda fact: fact.line)

    def parts(self, spec: SectionSpec) -> list[SectionSpec]:
        """The missing sections that belong below one."""
        return [each for each in self.lacking if each.parent == spec.role]

    def _siblings(self, spec: SectionSpec) -> list[tuple[int, SectionFact]]:
        """The headings beside which a section belongs, each with its position in the kind."""
        return [
            (position, fact)
            for position, each in enumerate(self.specs)
            if each.parent == spec.parent
            and (fact := self.found[each.role]) is not None
            and not fact.label
        ]

    def _on_one_level(
        self, spec: SectionSpec, siblings: list[tuple[int, SectionFact]]
    ) -> list[tuple[int, SectionFact]]:
        """Those on the level that most are on; the others are mentioned by the way."""
        levels = Counter(fact.level for _, fact in siblings)
        usual = max(levels, key=lambda level: (levels[level], level == spec.level), default=0)
        return [pair for pair in siblings if pair[1].level == usual]

    def _spot(self, spec: SectionSpec) -> _Spot:
        position = self.specs.index(spec)
        siblings = self._on_one_level(spec, self._siblings(spec))
        parent = self.found.get(spec.parent) if spec.parent else None
        if parent is not None and parent.label:
            parent = None
        if parent is not None:
            inside = range(parent.line, parent.end_line + 1)
            siblings = [pair for pair in siblings if pair[1].line in inside]
        before = max((pair for pair in siblings if pair[0] < position), default=None)
        after = min((pair for pair in siblings if pair[0] > position), default=None)
        if before is not None:
            fact = before[1]
            number = self._number_behind(spec, before[0], fact)
            return _Spot(fact.end_line, fact.level, number)
        if after is not None:
            fact = after[1]
            return _Spot(fact.line - 1, fact.level, self._number_before(spec, after[0], fact))
        if parent is not None:
            above = self.page.section_at(parent.line)
            number = self._part_number(above, 1 + len(self._absent_before(spec, -1)))
            return _Spot(parent.end_line, parent.level + 1, number)
        return _Spot(len(self.page.source.lines), spec.level, self._last_number(spec))

    def _absent_before(self, spec: SectionSpec, since: int) -> list[SectionSpec]:
        """The missing sections beside one that come before it and behind a position."""
        position = self.specs.index(spec)
        return [
            each
            for each in self.lacking
            if each.parent == spec.parent and since < self.specs.index(each) < position
        ]

    def _number_behind(self, spec: SectionSpec, position: int, fact: SectionFact) -> str:
        number = number_of(fact.heading)
        if number is None:
            return ""
        return beginning(number, number.last + 1 + len(self._absent_before(spec, position)))

    def _number_before(self, spec: SectionSpec, position: int, fact: SectionFact) -> str:
        number = number_of(fact.heading)
        if number is None:
            return ""
        coming = [
            each
            for each in self.lacking
            if each.parent == spec.parent and self.specs.index(each) < position
        ]
        first = max(1, number.last - len(coming))
        return beginning(number, first + len(self._absent_before(spec, -1)))

    def _part_number(self, above: Section, position: int) -> str:
        own = number_of(above.title)
        if own is None or own.han or not self.design.manner.numbers_parts:
            return ""
        return part_number(own.with_last(own.last), position)

    def _last_number(self, spec: SectionSpec) -> str:
        """The number behind the last one of the document's headings of this level."""
        beside = [section for section in self.page.sections if section.level == spec.level]
        coming = 1 + len(self._absent_before(spec, -1))
        if not beside:
            return f"{coming}. " if self.kind.numbered and spec.level == 2 else ""
        number = number_of(beside[-1].title)
        return beginning(number, number.last + coming) if number else ""

    def _insertion(self, role: str, spot: _Spot, *, last: bool) -> Replacement:
        spec = next(each for each in self.specs if each.role == role)
        text = written(
            spec, self.design, level=spot.level, number=spot.number, parts=self.parts(spec)
        )
        if self.ruled and spec.parent is None:
            text = f"{_RULE}\n\n{text}"
        return _placed(self.page, self._last_line(spot.behind), text, self._rank(role), last=last)

    def _last_line(self, behind: int) -> int:
        """The last line up to one that is text of the section before, and not the next one's."""
        own = {
            line
            for comment in self.page.comments
            if comment.text.startswith(_OWN) and "scaffold" not in comment.text
            for line in range(comment.line, comment.end_line + 1)
        }
        rules = {block.line for block in self.page.blocks(Other) if self.ruled}
        lines = self.page.source.lines
        line = min(behind, len(lines))
        if behind >= len(lines):
            line = self._above_footer(line)
        headed = behind < len(lines)
        while line and (not lines[line - 1].strip() or (headed and (line in own or line in rules))):
            line -= 1
        return line

    def _above_footer(self, line: int) -> int:
        """The line before a rule and a few words on the page itself that end it, where they do."""
        blocks = self.page.sections[-1].blocks
        if len(blocks) > 2 and isinstance(blocks[-1], Paragraph) and isinstance(blocks[-2], Other):
            words, rule = blocks[-1], blocks[-2]
            marked = words.quoted or words.raw[:1] in "*_"
            if marked and words.end_line - words.line < _FOOTER:
                return rule.line - 1
        return line

    def _over_content(self, spec: SectionSpec, above: SectionFact) -> list[Replacement] | None:
        """A heading over what stands right under its parent."""
        line = content_line(self.document, spec.role, above)
        section, inner = self.page.section_at(above.line), self.page.section_at(line)
        level = above.level + 1
        text = f"{'#' * level} {heading_text(heading(spec, self.design.language))}"
        if inner is section:
            block = next((b for b in section.blocks if b.line <= line <= b.end_line), None)
            if block is None or block.nested:
                return None
            if spec.role == "storage-selection":
                block = section.blocks[0]
            return [_above(self.page, block.line, text, self._rank(spec.role))]
        if spec.role != "entities":
            return None
        return self._over_entities(spec, section, text)

    def _over_entities(
        self, spec: SectionSpec, section: Section, text: str
    ) -> list[Replacement] | None:
        """A heading over the sections of entities, which go one level down."""
        defining = {
            definition.line
            for entity in self.document.entities
            for definition in entity.definitions
            if definition.fields and definition.form is not Form.MERMAID
        }
        moved = [
            child
            for child in section.children
            if any(child.line < line <= child.end_line for line in defining)
        ]
        edits: list[Replacement] = []
        for child in moved:
            down = shifted(self.page, child, 1) if child.level == section.level + 1 else []
            if down is None:
                return None
            edits += down
        if not moved or moved != section.children[section.children.index(moved[0]) :][: len(moved)]:
            return None
        return _with_heading(self.page, moved[0].line, text, self._rank(spec.role), edits)

    def _over_children(
        self, spec: SectionSpec, children: Sequence[SectionFact]
    ) -> list[Replacement] | None:
        """A heading over the parts of a section, which go down where they stand too high."""
        level = spec.level
        text = f"{'#' * level} {heading_text(heading(spec, self.design.language))}"
        edits: list[Replacement] = []
        if any(child.level not in (level, level + 1) for child in children):
            return None
        for child in children:
            section = self.page.section_at(child.line)
            down = shifted(self.page, section, 1) if child.level == level else []
            if down is None:
                return None
            edits += down
        return _with_heading(self.page, children[0].line, text, self._rank(spec.role), edits)

    def holds(self, edits: Sequence[Replacement]) -> bool:
        """Whether the text with all edits has all headings that it had, and the new ones."""
        before = Counter(section.title for section in self.page.sections)
        for edit in edits:
            new = parse(from_text(edit.text)).sections[1:]
            before.update(section.title for section in new if section.title)
        after = parse(from_text(applied(self.page, edits)))
        return before == Counter(section.title for section in after.sections)


def applied(page: Page, edits: Sequence[Replacement]) -> str:
    """A page's text with edits that do not overlap."""
    lines = list(page.source.lines)
    for edit in sorted(edits, key=lambda edit: (edit.span[:2], edit.rank), reverse=True):
        line, start, _, end = edit.span
        text = lines[line - 1]
        lines[line - 1] = f"{text[: start - 1]}{edit.text}{text[end - 1 :]}"
    return "\n".join(lines)


def _placed(page: Page, line: int, text: str, rank: int, *, last: bool) -> Replacement:
    """A section behind a line of text, with an empty line on both sides."""
    lines = page.source.lines
    if not line:
        ending = "\n" if last and not any(each.strip() for each in lines) else "\n\n"
        return Replacement(Span(1, 1, 1, 1), f"{text}{ending}", rank)
    if line == len(lines):
        end = len(lines[-1]) + 1
        return Replacement(Span(line, end, line, end), f"\n\n{text}", rank)
    closing = "\n" if last and lines[line].strip() else ""
    return Replacement(Span(line + 1, 1, line + 1, 1), f"\n{text}\n{closing}", rank)


def _above(page: Page, line: int, text: str, rank: int) -> Replacement:
    """A heading over the block that begins in a line."""
    before = "\n" if line > 1 and page.source.lines[line - 2].strip() else ""
    return Replacement(Span(line, 1, line, 1), f"{before}{text}\n\n", rank)


def _with_heading(
    page: Page, line: int, text: str, rank: int, edits: list[Replacement]
) -> list[Replacement]:
    """Edits of headings, and a new heading over the first line, which one of them may change."""
    above = _above(page, line, text, rank)
    first = next((edit for edit in edits if edit.span[:2] == above.span[:2]), None)
    if first is None:
        return [above, *edits]
    rest = [edit for edit in edits if edit is not first]
    return [Replacement(first.span, above.text + first.text, rank), *rest]


def _is_ruled(page: Page) -> bool:
    """Whether most sections end with a line across the page."""
    lines = page.source.lines
    rules = {b.line for b in page.blocks(Other) if set(lines[b.line - 1].strip()) <= set("-*_ ")}
    headings = [section.line for section in page.sections if section.level == 2][1:]
    ruled = sum(any(each in rules for each in range(max(1, line - 3), line)) for line in headings)
    return len(headings) > 1 and ruled * 2 > len(headings)
