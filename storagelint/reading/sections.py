"""Page -> the role of each section, from its heading or from the sections around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from storagelint.kinds import Kind
from storagelint.markdown import ItemList, Other, Page, Paragraph, Section, plain
from storagelint.markdown.blocks import Block, Comment
from storagelint.model import SectionFact
from storagelint.patterns import pattern
from storagelint.reading.headings import section_role
from storagelint.source import Span
from storagelint.vocabulary import fold_words, vocabulary, word_cache

_CHAPTER = 2
"""The level of headings below which `**Purpose**:` is that of one thing, not of the document."""
_LABEL = pattern(r"(?:\*\*|__)(?P<label>[^*_\n][^*\n]{0,80}?)(?:\*\*|__)(?P<rest>.*)", re.DOTALL)
_COLON_LABEL = pattern(r"(?P<label>[^\n:：`|]{2,60}?)\s{0,99}+[:：]\s*+\Z")
_LEAD = pattern(
    r"(?P<label>[^\W\d_][^\n:：`|.。]{0,40}?)\s{0,99}+[:：]\s*+(?P<rest>\S.*)", re.DOTALL
)
_LEFT_OUT = frozenset(
    ["state-transitions", "enums", "environment", "sample-data", "glossary", "changelog", "api"]
)
"""Roles below which nothing is an entity."""


@dataclass(frozen=True, slots=True)
class Label:
    """A bold or colon-ended line that heads what follows, such as `**Indexes**:`."""

    text: str
    """The label's Markdown without bold marks and colon."""
    rest: str
    """What follows the label on its line and the lines below it."""
    role: str | None
    span: Span
    line: int


@dataclass(slots=True)
class Sections:
    """The sections of a page by role."""

    roles: dict[int, str | None] = field(default_factory=dict)
    """Line of a section's heading (0 for the root) -> the role its own heading gives."""
    inherited: dict[int, str | None] = field(default_factory=dict)
    """The same, with the nearest role of the sections around where the heading gives none."""
    facts: list[SectionFact] = field(default_factory=list)

    def role(self, section: Section) -> str | None:
        """The role that the section's own heading gives."""
        return self.roles.get(id(section))

    def around(self, section: Section) -> str | None:
        """The section's role, or the nearest one of the sections around it."""
        return self.inherited.get(id(section))

    def disown(self, section: Section) -> None:
        """Let a section be about what the one around it is: its heading is a name."""
        around = self.around(section.parent) if section.parent else None
        self.roles[id(section)] = None
        for each in (section, *section.children):
            if self.roles.get(id(each)) is None:
                self.inherited[id(each)] = around
        self.facts = [fact for fact in self.facts if fact.label or fact.line != section.line]

    def left_out(self, section: Section) -> bool:
        """Whether the section or one around it holds no entities: enums, APIs, transitions."""
        found: Section | None = section
        while found is not None:
            if self.roles.get(id(found)) in _LEFT_OUT:
                return True
            found = found.parent
        return False


def label_of(block: Block) -> Label | None:
    """The label that a paragraph is or begins with, or None."""
    if not isinstance(block, Paragraph) or block.quoted:
        return None
    raw = block.raw
    parts = _label_parts(raw)
    if parts is None:
        return None
    text, rest, role = parts
    first = raw.split("\n", 1)[0]
    span = Span(block.line, block.column, block.line, block.column + len(first))
    return Label(text, rest, role, span, block.line)


@word_cache(1024)
def _label_parts(raw: str) -> tuple[str, str, str | None] | None:
    """The label at the front of a paragraph, what follows it, and its role."""
    bold = _LABEL.match(raw) if raw.startswith(("**", "__")) else None
    if bold:
        text, rest = bold["label"], bold["rest"]
        stripped = rest.lstrip()
        if text.endswith((":", "：")):
            text = text[:-1]
        elif stripped[:1] in (":", "："):
            rest = stripped[1:]
        elif stripped and stripped[0] not in "(（—–-":
            return None
    elif ":" not in raw and "：" not in raw:
        return None
    else:
        colon = _COLON_LABEL.match(raw)
        lead = None if colon else _LEAD.match(raw)
        if lead and not _leads(lead["label"]):
            lead = None
        if not (colon or lead):
            return None
        found = colon or lead
        assert found is not None
        text, rest = found["label"], lead["rest"] if lead else ""
    text = text.strip()
    return text, rest.strip(), section_role(text)


def _leads(label: str) -> bool:
    """Whether words before a colon head what follows: `Indexes: ...`, `Purpose: ...`."""
    words = vocabulary()
    return (
        section_role(label) == "indexes"
        or words.column(label) in ("description", "primary-key", "unique")
        or fold_words(label) in words.words("primary-key") | words.words("unique")
    )


def read_sections(page: Page, kind: Kind) -> Sections:
    """The roles of all sections; the kind's own headings go before the vocabulary's."""
    own = {
        fold_words(heading): spec.role
        for spec in kind.sections
        for heading in (spec.heading, *spec.aliases)
    }
    found = Sections()
    for section in page.sections:
        role = None
        if section.heading is not None and section.level > 1:
            role = own.get(fold_words(_unnumbered(section.heading.raw))) or section_role(
                section.heading.raw
            )
        # What only a kind of the project's own calls a section says nothing of what it holds.
        around = role if role in vocabulary().tables["sections"] else None
        found.roles[id(section)] = around
        if around is None and section.parent is not None:
            around = found.inherited.get(id(section.parent))
        found.inherited[id(section)] = around
        if section.heading is not None and role:
            empty = not section.children and all(
                isinstance(block, Other | Comment) for block in section.blocks
            )
            found.facts.append(
                SectionFact(
                    role=role,
                    heading=section.title,
                    level=section.level,
                    line=section.line,
                    end_line=section.end_line,
                    span=section.span,
                    empty=empty,
                )
            )
        _labels(section, found)
    return found


def _unnumbered(raw: str) -> str:
    from storagelint.reading.headings import strip_number

    return strip_number(plain(raw))


def _labels(section: Section, found: Sections) -> None:
    blocks = section.blocks
    for position, block in enumerate(blocks):
        if isinstance(block, ItemList):
            for item in block.items:
                bold = _LABEL.match(item.raw)
                role = section_role(bold["label"].rstrip(":：")) if bold else None
                if role and bold:
                    heading = plain(bold["label"]).rstrip(":：")
                    found.facts.append(
                        SectionFact(
                            role=role,
                            heading=heading,
                            level=7,
                            line=item.line,
                            end_line=item.end_line,
                            span=item.span,
                            label=True,
                        )
                    )
            continue
        label = label_of(block)
        if label and label.role and not (label.role == "overview" and section.level > _CHAPTER):
            following = next(
                (b.end_line for b in blocks[position + 1 : position + 2]), block.end_line
            )
            found.facts.append(
                SectionFact(
                    role=label.role,
                    heading=plain(label.text),
                    level=7,
                    line=block.line,
                    end_line=following,
                    span=label.span,
                    label=True,
                )
            )
