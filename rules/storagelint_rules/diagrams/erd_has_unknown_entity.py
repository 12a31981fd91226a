"""SL334 erd-has-unknown-entity: an entity of a diagram that nothing else defines."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.drawn import is_defined_beside, slips, stated_beside
from storagelint.judging.surroundings.absent import is_platform, near_entity
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Diagram, Document, fold


class ErdHasUnknownEntity(Rule):
    """Only where the document defines most of what the diagram shows."""

    code = "SL334"
    name = "erd-has-unknown-entity"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for diagram in document.diagrams:
            for name, meant in slips(diagram):
                message = f"diagram shows {name} without attributes, the nearest is {meant}"
                place, weight = diagram.names[name], self.severity.lower()
                yield self.at(document, place, message, entity=name, severity=weight)
            unknown = [name for name in diagram.names if not is_defined_beside(document, name)]
            if 2 * len(unknown) >= len(diagram.names):
                continue
            with_fields = {fold(each.name) for each in diagram.entities if each.fields}
            spoken_of = _referenced(document)
            for name in unknown:
                if fold(name) in spoken_of or _is_elsewhere(name, document, context):
                    continue
                near = _near(name, document, diagram)
                strict = near is not None or context.kind.diagram != "optional"
                mentioned = Severity.WARNING if fold(name) in with_fields else Severity.INFO
                yield self.at(
                    document,
                    diagram.names[name],
                    f"diagram shows entity {name}, which is not defined"
                    + (f", the nearest is {near}" if near else ""),
                    entity=name,
                    severity=self.severity if strict else mentioned,
                )


def _referenced(document: Document) -> set[str]:
    """The folded names that keys and statements point at: SL301 and SL309 speak of them."""
    names = [each.entity for entity in document.entities for _, each in entity.foreign_keys()]
    names += [each.entity for entity in document.entities for each in entity.references]
    for stated in stated_beside(document):
        names += (stated.from_entity, stated.to_entity)
    return {fold(name) for name in names}


def _is_elsewhere(name: str, document: Document, context: Context) -> bool:
    """Whether another document, the settings or a platform has the entity."""
    others = (other for other, _ in context.project.definers(name) if other is not document)
    external = context.project.is_external(name, document)
    return external or is_platform(name) or next(others, None) is not None


def _near(name: str, document: Document, diagram: Diagram) -> str | None:
    """The entity that was meant: one of a like name that the diagram does not show."""
    near = near_entity(name, document)
    shown = {fold(each) for each in diagram.names}
    return None if near is None or fold(near) in shown else near
