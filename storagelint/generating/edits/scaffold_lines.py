"""What an entity or a store does not say -> lines that wait for its author to say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from storagelint.generating.components.component_text import SCAFFOLD
from storagelint.generating.texts.inline_text import inline
from storagelint.judging.entities.place import sentence_about
from storagelint.judging.pages.scaffolds import WAITS
from storagelint.markdown import ItemList, Other, Paragraph, Section
from storagelint.model.document import Document
from storagelint.model.facts import Entity
from storagelint.patterns import pattern
from storagelint.reading.sections import label_of
from storagelint.reading.store_options import read_option_list
from storagelint.source import Span
from storagelint.vocabulary import vocabulary

_LABEL = "**Purpose**:"
PURPOSE = "purpose"
"""The part that stands above all others, right below the heading."""
_ITEM = pattern(
    r"(?P<lead>[ ]{0,3}[-*+][ ]{1,3})(?P<open>\*\*|__|)[^\W_*:：][^*_:：\n]{0,40}"
    r"(?P<close>:(?:\*\*|__)|(?:\*\*|__):|[:：])"
)


def purpose_line(document: Document, entity: Entity) -> tuple[Span, str] | None:
    """A line below an entity's heading that asks what it is for, as the others say it.

    None where the entity has no heading of its own.
    """
    section = _own_section(document, entity)
    if section is None or section.heading is None:
        return None
    label = document.once(_usual_label)
    ask = f"*Still to be written. What is a row of {inline(entity.name)} for?*"
    text = f"\n\n{label} {ask}".replace("\n ", "\n") + f"\n{SCAFFOLD}"
    return _behind(document, section.heading.end_line), text


def part_lines(
    document: Document, lines: Iterable[int], parts: Sequence[str]
) -> list[tuple[Span, str]]:
    """An item for each missing part in each of the sections that some lines stand in.

    They join the section's list of such parts, or make one behind its own text; behind a list of
    other things the comment keeps the two apart.
    """
    sections = {id(each): each for each in map(document.page.section_at, lines)}
    made = []
    for section in sections.values():
        rest = list(parts)
        if section.heading is not None and PURPOSE in rest and section.blocks:
            rest.remove(PURPOSE)
            text = f"\n\n{_LABEL} {WAITS}\n{SCAFFOLD}"
            made.append((_behind(document, section.heading.end_line), text))
        if rest:
            made.append(_part_lines(document, section, rest))
    return made


def _part_lines(document: Document, section: Section, parts: Sequence[str]) -> tuple[Span, str]:
    source = document.page.source.lines
    lead, opened, closed = "- ", "**", "**:"
    blocks = [each for each in section.blocks if not each.nested]
    while (
        blocks and isinstance(blocks[-1], Other) and not source[blocks[-1].line - 1].strip("-*_ ")
    ):
        blocks.pop()  # A line across the page ends the section.
    end = blocks[-1] if blocks else None
    last = max((each.end_line for each in blocks), default=section.line)
    joins = False
    if isinstance(end, ItemList) and read_option_list(end):
        found = _ITEM.match(source[end.items[-1].line - 1])
        if found:
            lead, opened, closed = found["lead"], found["open"], found["close"]
            joins = True
    while last > 1 and not source[last - 1].strip():
        last -= 1
    items = [f"{lead}{opened}{part[0].upper()}{part[1:]}{closed} {WAITS}" for part in parts]
    if joins:
        return _behind(document, last), "\n" + "\n".join([*items, SCAFFOLD])
    apart = [SCAFFOLD, *items] if isinstance(end, ItemList) else [*items, SCAFFOLD]
    return _behind(document, last), "\n\n" + "\n".join(apart)


def _own_section(document: Document, entity: Entity) -> Section | None:
    """The section that the entity alone has; None where several share one."""
    if not entity.section_line:
        return None
    sharing = document.once(_owners)[entity.section_line]
    section = document.page.section_at(entity.section_line)
    return section if sharing == 1 and section.line == entity.section_line else None


def _owners(document: Document) -> Counter[int]:
    """Line of a section -> the entities that stand in it."""
    return Counter(entity.section_line for entity in document.entities)


def _usual_label(document: Document) -> str:
    """How other entities label their purpose; nothing where they say it in a plain sentence."""
    plain = False
    for entity in document.entities:
        section = _own_section(document, entity)
        for block in section.blocks if section else ():
            label = label_of(block)
            if label is None or not isinstance(block, Paragraph) or not label.rest:
                continue
            if vocabulary().column(label.text) == "description":
                return block.raw.partition(label.rest)[0].strip()
        plain = plain or (section is not None and sentence_about(document, entity) is not None)
    return "" if plain else _LABEL


def _behind(document: Document, line: int) -> Span:
    column = len(document.page.source.lines[line - 1]) + 1
    return Span(line, column, line, column)
