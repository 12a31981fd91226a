"""SL333 erd-lacks-entity: a table of the document that its diagram does not show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storagelint.judging.relations.drawn import defined_tables, drawn
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Document, Entity


class ErdLacksEntity(Rule):
    """A diagram of fewer than most tables is a detail or a summary, and lacks nothing."""

    code = "SL333"
    name = "erd-lacks-entity"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not document.diagrams or any(each.problems for each in document.diagrams):
            return
        tables = defined_tables(document)
        shown = drawn(document)
        missing = [entity for entity in tables if entity.keys.isdisjoint(shown)]
        whole = context.kind.diagram == "required" and len(missing) < len(tables)
        if not whole and 3 * len(missing) >= len(tables):
            return
        for entity in missing:
            yield self.at(
                document,
                entity.span,
                f"diagram does not show entity {entity.name}",
                entity=entity,
                fix=_fix(document, entity, missing),
            )


def _fix(document: Document, entity: Entity, missing: Sequence[Entity]) -> Fix | None:
    from storagelint.generating.edits.diagram_edits import missing_entity

    made = missing_entity(document, entity, missing)
    return Fix(f"Draw entity {entity.name}", (Edit(*made),)) if made else None
