"""Item of a checklist -> what in the document contradicts it."""

from __future__ import annotations

import re
from collections.abc import Callable

from storagelint.judging.pages.code_blocks import CodeKind, code_of
from storagelint.judging.pages.placeholders import placeholders
from storagelint.model.document import Document
from storagelint.model.facts import EntityKind
from storagelint.patterns import pattern

Check = Callable[[Document], str | None]


def contradiction(item: str, document: Document) -> str | None:
    """A clause that says what speaks against a ticked item, or None."""
    for claim, check in _CHECKS:
        if claim.search(item):
            return check(document)
    return None


def _no_code(*kinds: CodeKind) -> Check:
    def check(document: Document) -> str | None:
        found = next((code for code in code_of(document) if code.kind in kinds), None)
        return f"line {found.span.line} holds {found.what}" if found else None

    return check


def _section(role: str) -> Check:
    def check(document: Document) -> str | None:
        found = [fact for fact in document.sections if fact.role == role]
        if not found:
            return "there is no such section"
        return "the section is empty" if all(fact.empty for fact in found) else None

    return check


def _no_placeholders(document: Document) -> str | None:
    found = next(placeholders(document.page), None)
    return f"line {found[0].line} holds {found[1]}" if found else None


def _types(document: Document) -> str | None:
    for entity in document.entities:
        if not any(field.type for field in entity.fields):
            continue
        for field in entity.fields:
            if not field.type and not field.enum:
                return f"field {entity.name}.{field.name} has no type"
    return None


def _keys(document: Document) -> str | None:
    for entity in document.entities:
        exempt = entity.kind is not EntityKind.TABLE or entity.partial or entity.append_only
        if not entity.fields or entity.primary_key or exempt:
            continue
        if entity.fields[0].key not in ("id", "uuid"):
            return f"entity {entity.name} has no primary key"
    return None


def _relationships(document: Document) -> str | None:
    keyed = any(field.foreign_key for entity in document.entities for field in entity.fields)
    return "no relationship is stated" if keyed and not document.relationships else None


def _indexes(document: Document) -> str | None:
    return None if document.indexes else _section("indexes")(document)


def _queries(document: Document) -> str | None:
    return None if document.queries else _section("queries")(document)


_EVERY = (CodeKind.DDL, CodeKind.QUERY, CodeKind.ORM, CodeKind.MIGRATION, CodeKind.OTHER)
_CHECKS: tuple[tuple[re.Pattern[str], Check], ...] = tuple(
    (pattern(words, re.IGNORECASE), check)
    for words, check in (
        (r"\bno (?:sql|create|ddl)\b", _no_code(CodeKind.DDL, CodeKind.QUERY)),
        (r"\bno orm\b", _no_code(CodeKind.ORM)),
        (r"\bno migration code\b", _no_code(CodeKind.MIGRATION)),
        (r"\bno (?:\w+ )?code\b|\bonly prose\b", _no_code(*_EVERY)),
        (r"\bno (?:tbds?|todos?|placeholders?)\b", _no_placeholders),
        (r"\ball fields have (?:a )?types?\b", _types),
        (r"\bprimary keys? (?:are )?defined\b", _keys),
        (r"\brelationships (?:are )?(?:documented|defined)\b", _relationships),
        (r"\bindexes (?:are )?(?:designed|defined|documented)\b", _indexes),
        (r"\bquery patterns (?:are )?(?:identified|documented|defined)\b", _queries),
        (r"\bmigration (?:strategy|plan) (?:is )?(?:defined|documented)\b", _section("migration")),
        (r"\bbackup (?:strategy|plan) (?:is )?(?:defined|documented)\b", _section("backup")),
        (r"\bDTO mapping (?:is )?(?:complete|documented)\b", _section("mapping")),
    )
)
"""What an item says -> the check of it; the first that fits counts."""
