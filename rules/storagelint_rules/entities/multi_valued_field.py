"""SL229 multi-valued-field: a list that is kept as one text with separators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field, TypeFamily
from storagelint.patterns import pattern

_LIST = pattern(
    r"(?:comma|semicolon|pipe|tab|space|colon|newline|delimiter)s?[- ](?:separated|delimited)"
    r"|\b(?:csv|delimited|separated) (?:list|string|values)\b"
    r"|逗号分隔|分号分隔|カンマ区切り|쉼표로 구분"
    r"|separad[oa]s por (?:comas?|v[ií]rgulas?)|kommagetrennt|kommasepariert"
    r"|séparé[es]* par des virgules|через запятую|virgülle ayrılmış",
    re.IGNORECASE,
)
_HINTS = (
    *("separated", "delimited", "csv", "逗号分隔", "分号分隔", "カンマ区切り", "쉼표로 구분"),
    *("separad", "kommagetrennt", "kommasepariert", "séparé", "через запятую", "virgülle"),
)
_TEXTS = {TypeFamily.TEXT, None}


class MultiValuedField(Rule):
    code = "SL229"
    name = "multi-valued-field"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.tables() if document.relational else ():
            for field in entity.fields:
                found = _listed(_said(field)) if field.family in _TEXTS else None
                if found:
                    yield self.at(
                        document,
                        field.where(Attribute.DESCRIPTION),
                        f"field {entity.name}.{field.name} holds a list in one text",
                        entity=entity,
                        field=field,
                        evidence=(f"it is said to be «{found[0]}»",),
                    )


def _listed(text: str) -> re.Match[str] | None:
    lowered = text.lower()
    return _LIST.search(text) if any(hint in lowered for hint in _HINTS) else None


def _said(field: Field) -> str:
    return " ".join((field.type or "", *_constraints(field), field.description or ""))


def _constraints(field: Field) -> Iterator[str]:
    yield from (constraint.text for constraint in field.constraints)
