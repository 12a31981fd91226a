"""SL605 unstated-timestamp-format: a point in time that is passed on in no stated format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storagelint.judging.surroundings.contracts import dtos
from storagelint.judging.surroundings.mapped import contract_field, mapped
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, TypeFamily
from storagelint.patterns import pattern

_FORMAT = pattern(
    r"iso|8601|rfc|3339|unix|epoch|utc|yyyy|hh:mm|format|millis|second|string|date-?time", re.I
)
_FOR_ALL = pattern(r"8601|3339|\bunix\b|\bepoch\b", re.I)


class UnstatedTimestampFormat(Rule):
    """The section on the mapping, or the contract's own field, may state it for all."""

    code = "SL605"
    name = "unstated-timestamp-format"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.mappings or _said_for_all(document):
            return
        known = dtos(document, context.project)
        for each in mapped(document, context.project):
            if each.field is None or each.field.family is not TypeFamily.TIMESTAMP:
                continue
            about = contract_field(each.mapping, known)
            contract = f"{about[1].type} {about[1].text}" if about else ""
            said = _FORMAT.search(each.mapping.transformation or "")
            if said or _FORMAT.search(contract.replace("string", "")):
                continue
            yield self.at(
                document,
                each.mapping.transformation_span or each.mapping.span,
                f"format of the timestamp {each.mapping.dto_field} is not stated",
                entity=each.entity,
                field=each.field,
            )


def _said_for_all(document: Document) -> bool:
    section = document.section("mapping")
    if section is None:
        return False
    lines = document.page.source.lines[section.line : section.end_line]
    prose = "\n".join(line for line in lines if not line.startswith("|"))
    return bool(_FOR_ALL.search(prose))
