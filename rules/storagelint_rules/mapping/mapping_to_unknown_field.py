"""SL601 mapping-to-unknown-field: a contract's field mapped to data that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.absent import absent
from storagelint.judging.surroundings.mapped import Mapped, is_computed, is_known, mapped
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity
from storagelint.vocabulary.nearest import nearest


class MappingToUnknownField(Rule):
    """Only where the document defines entities with fields; what is computed has no field."""

    code = "SL601"
    name = "mapping-to-unknown-field"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        whole = [each for each in document.entities if each.fields and not each.partial]
        if not whole:
            return
        for each in mapped(document, context.project):
            if is_computed(each.mapping) or is_known(document, each):
                continue
            problem, certain = _problem(each, document, context, whole)
            if problem:
                yield self.at(
                    document,
                    each.mapping.data_span or each.mapping.span,
                    f"{each.mapping.dto_field} is mapped to {each.name}, {problem}",
                    entity=each.entity,
                    field=each.name,
                    severity=self.severity if certain else Severity.INFO,
                )


def _problem(
    each: Mapped, document: Document, context: Context, whole: list[Entity]
) -> tuple[str | None, bool]:
    table, dot, name = each.name.rpartition(".")
    if each.entity is not None:
        if each.entity.partial or not each.entity.fields:
            return None, False
        near = nearest(name, [field.name for field in each.entity.fields])
        return f"which {each.entity.name} does not have" + _hint(near), True
    if dot:
        found = absent(table, document, context.project)
        return (
            (f"but {table} is not defined{found.hint}", found.certain) if found else (None, False)
        )
    near = nearest(each.name, {field.name for entity in whole for field in entity.fields})
    return "which no entity has" + _hint(near), len(whole) == len(document.entities)


def _hint(near: str | None) -> str:
    return f", the nearest is {near}" if near else ""
