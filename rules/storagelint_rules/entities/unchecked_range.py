"""SL232 unchecked-range: a range that the description states and no CHECK holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field, TypeFamily
from storagelint.patterns import pattern

_NUMBERS = {TypeFamily.INTEGER, TypeFamily.DECIMAL, TypeFamily.FLOAT}
_RANGE = pattern(
    r"(?<![\w.-])-?\d+(?:\.\d+)?\s*(?:-|–|—|~|\.\.|to)\s*\d+(?:\.\d+)?(?![\w.-]|\s*(?:min|sec|day|char))"
    r"|\bbetween\s++-?\d\S*+\s++and\s++\d|\b(?:must be|always|is) (?:positive|non-negative)"
    r"|(?:>=|≥|<=|≤)\s*-?\d+",
    re.IGNORECASE,
)


class UncheckedRange(Rule):
    """Only in documents that write a CHECK somewhere: others leave them to the code."""

    code = "SL232"
    name = "unchecked-range"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        checks = {entity.name: _checks(entity) for entity in document.entities}
        if not any(checks.values()):
            return
        for entity in document.entities:
            for field in entity.fields:
                if not _free(field) or field.name in checks[entity.name]:
                    continue
                found = _RANGE.search(field.description or "")
                if found:
                    yield self.at(
                        document,
                        field.span,
                        f"range {found[0]} of {entity.name}.{field.name} is not checked",
                        entity=entity,
                        field=field,
                    )


def _free(field: Field) -> bool:
    return field.family in _NUMBERS and not (field.check or field.enum or field.references)


def _checks(entity: Entity) -> str:
    """All CHECK conditions of the entity, one after the other."""
    own = [field.check for field in entity.fields if field.check]
    return " ".join([*own, *(c.text for each in entity.definitions for c in each.checks)])
