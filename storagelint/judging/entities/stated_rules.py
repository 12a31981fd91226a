"""The bullets and rows of the sections on constraints and validation -> what they say of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storagelint.markdown import ItemList, Table, code_spans
from storagelint.model.document import Document
from storagelint.model.facts import Entity, Field
from storagelint.model.names import fold_field
from storagelint.patterns import pattern
from storagelint.source import Span

_ROLES = ("constraints", "validation", "integrity")
_PATH = pattern(r"(?P<entity>[^\W\d]\w*)\.(?P<field>[^\W\d]\w*)\Z")
_BARE_PATH = pattern(r"(?<![\w./@-])([^\W\d]\w*\.[^\W\d]\w*)(?![\w./(])")
_NAME = pattern(r"[^\W\d]\w*\Z")
_LEAD = pattern(r"\s*(?:\*\*|__)?`?(?P<name>[^\W\d][\w.]*)`?(?:\*\*|__)?\s*[:：—–-]")
_LENGTH = pattern(
    r"(?:max(?:imum)?\.?(?:\s+length)?(?:\s+of)?|at most|up to|no more than"
    r"|not (?:exceed|longer than)"
    r"|<=|≤|(?<!\d)\d{1,9}+\s{0,9}+(?:-|–|to|and)"
    r"|最多|最大|不超过|máx(?:imo)?\.?(?:\s+de)?|höchstens|не более|최대)"
    r"\s{0,9}:?\s{0,9}(?P<number>\d{1,6})\s{0,9}"
    r"(?:characters?|chars?\b|letters|symbols|字符|个字符|文字|자\b"
    r"|caracteres|zeichen|символов)",
    re.IGNORECASE,
)
_DIGIT = pattern(r"\d")


@dataclass(frozen=True, slots=True)
class StatedRule:
    """One bullet or row: its words, and the field that it names, by path or by name."""

    role: str
    text: str
    span: Span
    entity: str | None
    """The entity as written before the dot; None where the field stands alone."""
    field: str
    lone: bool
    """Whether no other field is named beside it."""


def stated_rules(document: Document) -> Sequence[StatedRule]:
    """What sections on constraints and validation say, once for each field that they name."""
    return document.once(_stated_rules)


def _stated_rules(document: Document) -> list[StatedRule]:
    return list(_find_rules(document))


def _find_rules(document: Document) -> Iterator[StatedRule]:
    seen: set[tuple[Span, str]] = set()
    inner_first = sorted(document.sections, key=lambda fact: -fact.level)
    for fact in inner_first:
        if fact.role not in _ROLES or fact.label:
            continue
        for raw, span in _lines(document, fact.line, fact.end_line):
            names = list(dict.fromkeys(_names(raw)))
            for entity, field in names:
                if (span, f"{entity}.{field}") not in seen:
                    seen.add((span, f"{entity}.{field}"))
                    yield StatedRule(fact.role, raw, span, entity, field, len(names) == 1)


def resolve(rule: StatedRule, document: Document) -> tuple[Entity, Field] | None:
    """The field that a rule names: its entity's, or the only one of that name."""
    found = document.fields_by_key.get(fold_field(rule.field), [])
    if rule.entity is not None:
        entity = document.entity(rule.entity)
        found = [each for each in found if each[0] is entity]
    return found[0] if len(found) == 1 else None


def stated_length(text: str) -> int | None:
    """The most characters that a text allows; None where it gives no number of characters."""
    match = _LENGTH.search(text[:1000]) if _DIGIT.search(text) else None
    return int(match["number"]) if match else None


def _lines(document: Document, first: int, last: int) -> Iterator[tuple[str, Span]]:
    for section in document.page.sections:
        if not first <= section.line <= last:
            continue
        for block in section.blocks:
            if isinstance(block, ItemList):
                for item in block.walk():
                    yield item.raw.replace("\n", " ")[:2000], item.span
            elif isinstance(block, Table):
                for row in block.rows:
                    if row.cells:
                        yield " ".join(cell.raw for cell in row.cells)[:2000], row.cells[0].span


def _names(raw: str) -> Iterator[tuple[str | None, str]]:
    for _, _, code in code_spans(raw):
        path = _PATH.match(code.strip())
        if path:
            yield path["entity"], path["field"]
        elif _NAME.match(code.strip()) and "_" in code:
            yield None, code.strip()
    for bare in _BARE_PATH.findall(raw.replace("`", " ")):
        entity, _, field = bare.partition(".")
        if "_" in bare or field.islower():
            yield entity, field
    lead = _LEAD.match(raw)
    if lead and "." not in lead["name"]:
        yield None, lead["name"]
