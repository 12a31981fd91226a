"""SL907 mixed-case-names: names in another style than most names of the document."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.naming import (
    Majority,
    is_plain,
    majority,
    named_entities,
    named_fields,
    style,
)
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, EntityKind, Field


class MixedCaseNames(Rule):
    """Tables and collections are compared among themselves; more than two odd fields of an entity
    are one finding."""

    code = "SL907"
    name = "mixed-case-names"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for kind in (EntityKind.TABLE, EntityKind.COLLECTION):
            entities = [each for each in named_entities(document) if each.kind is kind]
            yield from self._entities(document, entities)
            if context.kind.naming.field_case is None:
                yield from self._fields(document, entities)

    def _entities(self, document: Document, entities: list[Entity]) -> Iterator[Diagnostic]:
        agreed = majority(style(each.name) for each in entities if is_plain(each.name))
        for entity in entities:
            found = style(entity.name) if is_plain(entity.name) else None
            if agreed and found and found != agreed.value:
                message = (
                    f"entity name {entity.name} is in {found} where most are in {agreed.value}"
                )
                evidence = (agreed.evidence,)
                yield self.at(document, entity.span, message, entity=entity, evidence=evidence)

    def _fields(self, document: Document, entities: list[Entity]) -> Iterator[Diagnostic]:
        agreed = majority(style(field.name) for each in entities for field in named_fields(each))
        if agreed is None:
            return
        for entity in entities:
            found = ((field, style(field.name)) for field in named_fields(entity))
            odd = [field for field, own in found if own and own != agreed.value]
            if len(odd) > 2:
                subject = f"fields of {entity.name} such as {odd[0].name} are"
                yield self._odd(document, entity, odd[0], subject, agreed)
                continue
            for field in odd:
                subject = f"field {entity.name}.{field.name} is"
                yield self._odd(document, entity, field, subject, agreed)

    def _odd(
        self, document: Document, entity: Entity, field: Field, subject: str, agreed: Majority
    ) -> Diagnostic:
        return self.at(
            document,
            field.span,
            f"{subject} in {style(field.name)} where most fields are in {agreed.value}",
            entity=entity,
            field=field,
            evidence=(agreed.evidence,),
        )
