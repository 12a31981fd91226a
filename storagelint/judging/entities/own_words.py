"""Entity -> the sentences that its own section says of it, apart from its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.markdown import ItemList, Paragraph
from storagelint.model.document import Document
from storagelint.model.facts import Entity
from storagelint.patterns import pattern

_CONNECTS = pattern(
    r"\b(?:belongs? to|refer(?:s|red|ences?|enced)|foreign keys?|relationships?|relations?"
    r"|has (?:many|one)|one[- ]to[- ](?:many|one)|many[- ]to[- ](?:many|one)|[1nm]:[1nm]"
    r"|join(?:s|ed)|link(?:s|ed)|points? (?:to|at)|looked up|look(?:s|ups?)|quer(?:y|ies|ied)"
    r"|fetch(?:es|ed)|filtered|listed|searched)\b|关联|关系|查询|参照|関連|참조|관계|조회|связ|запрос",
    re.IGNORECASE,
)


def is_connected_in_words(entity: Entity, document: Document) -> bool:
    """Whether a sentence of the entity's section names a relationship or a query."""
    return any(_CONNECTS.search(text) for text in own_sentences(entity, document))


def own_sentences(entity: Entity, document: Document) -> Iterator[str]:
    """The paragraphs and bullets under the entity's heading, those that list its fields left out.

    An entity that shares its heading with others has no section of its own.
    """
    shared = sum(each.section_line == entity.section_line for each in document.entities) > 1
    if not entity.section_line or shared:
        return
    taken = [(each.line, each.end_line) for each in entity.definitions]
    for section in document.page.sections:
        if section.line == entity.section_line:
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    yield block.text
                elif isinstance(block, ItemList) and not _within(block.line, taken):
                    yield from (item.text for item in block.walk())


def _within(line: int, places: list[tuple[int, int]]) -> bool:
    return any(first <= line <= last for first, last in places)
