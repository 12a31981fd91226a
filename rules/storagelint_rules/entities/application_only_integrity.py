"""SL239 application-only-integrity: a rule that no constraint holds, though one could."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.entities.stated_rules import resolve, stated_rules
from storagelint.judging.relations.nullability import says_null
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field
from storagelint.patterns import pattern

_UNIQUE = pattern(
    r"\b(?:must be|is|be|are) (?:globally )?unique\b(?!\s+(?:per|within|in|by|for))", re.I
)
_REQUIRED = pattern(
    r"\b(?:is|are|be) (?:required|mandatory)\b|\bmust not be (?:null|empty)\b", re.I
)
_RANGE = pattern(
    r"\bmust be (?:positive|non-negative|greater|less|at least|at most|between|[<>=≥≤])"
    r"|\bcannot be negative\b",
    re.IGNORECASE,
)
_CONDITIONAL = pattern(r"\b(?:if|when|unless|while|future|past|after|before|than \w+_\w+)\b", re.I)


class ApplicationOnlyIntegrity(Rule):
    """Rules that depend on a state or on the clock are the application's to keep."""

    code = "SL239"
    name = "application-only-integrity"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.relational:
            return
        for rule in stated_rules(document):
            found = resolve(rule, document) if rule.lone and rule.role == "validation" else None
            if found is None or found[0].partial or _CONDITIONAL.search(rule.text):
                continue
            entity, field = found
            wanted = _unheld(document, entity, field, rule.text)
            if wanted:
                message = f"no {wanted} holds the rule on {entity.name}.{field.name}"
                yield self.at(document, rule.span, message, entity=entity, field=field)


def _unheld(document: Document, entity: Entity, field: Field, text: str) -> str | None:
    """The constraint that could hold a rule and is missing."""
    if _UNIQUE.search(text):
        groups = [*entity.uniques, *_unique_indexes(document, entity)]
        held = field.unique or field.primary_key or any(field.name in each for each in groups)
        return None if held else "UNIQUE"
    if _REQUIRED.search(text):
        return "NOT NULL" if says_null(field) else None
    if _RANGE.search(text):
        checks = " ".join(check.text for each in entity.definitions for check in each.checks)
        held = bool(field.check or field.enum) or field.name in checks
        return None if held else "CHECK"
    return None


def _unique_indexes(document: Document, entity: Entity) -> Iterator[tuple[str, ...]]:
    for index in document.indexes_of(entity):
        if index.unique:
            yield tuple(part.name for part in index.fields)
