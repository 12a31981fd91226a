"""SL301 unknown-target-entity: a foreign key that points at an entity no document defines."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.links import has_keys, is_keyed, is_polymorphic
from storagelint.judging.surroundings.absent import absent
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Entity, Reference, fold
from storagelint.source import Span


class UnknownTargetEntity(Rule):
    """A document that defines a part of a schema hears of each such name once, as an info."""

    code = "SL301"
    name = "unknown-target-entity"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not has_keys(document):
            return
        seen: set[str] = set()
        for entity in document.entities:
            if not is_keyed(entity):
                continue
            for name, span, reference in _references(entity):
                found = absent(reference.entity, document, context.project)
                if found is None or (not found.certain and fold(reference.entity) in seen):
                    continue
                seen.add(fold(reference.entity))
                elsewhere = "some entities of the design stand elsewhere"
                yield self.at(
                    document,
                    span,
                    f"{entity.name}.{name} references {reference.entity}, "
                    f"which is not defined{found.hint}",
                    entity=entity,
                    field=name,
                    severity=self.severity if found.certain else Severity.INFO,
                    evidence=() if found.certain else (elsewhere,),
                )


def _references(entity: Entity) -> Iterator[tuple[str, Span, Reference]]:
    for field, reference in entity.foreign_keys():
        if len(reference.fields) < 2 and not is_polymorphic(entity, field):
            yield field.name, field.where(Attribute.REFERENCES), reference
    for reference in entity.references:
        if len(reference.fields) > 1:
            yield ", ".join(reference.fields), reference.span, reference
