"""SL306 foreign-key-without-target: a field marked as a foreign key that says not of what."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Entity, Field, Form, Relationship
from storagelint.model.links import defined, has_keys, is_polymorphic, named_parent


class ForeignKeyWithoutTarget(Rule):
    """A document that leaves all targets to the names of its fields hears it once."""

    code = "SL306"
    name = "foreign-key-without-target"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not has_keys(document):
            return
        marked = [
            (entity, field, named_parent(document, field, loosely=True))
            for entity in document.entities
            for field in entity.fields
            if field.foreign_key and field.references is None
        ]
        bare = [each for each in marked if not _explained(document, *each)]
        implied = [each for each in bare if each[2] is not None]
        if len(implied) > 2 and not any(any(each.foreign_keys()) for each in document.entities):
            bare = [each for each in bare if each[2] is None]
            yield self._finding(
                document, *implied[0], f"none of the {len(marked)} foreign keys names its target"
            )
        for entity, field, parent in bare:
            message = f"{entity.name}.{field.name} is a foreign key without a target"
            if parent is not None:
                message += f", by its name {parent.name}"
            yield self._finding(document, entity, field, parent, message)

    def _finding(
        self, document: Document, entity: Entity, field: Field, parent: Entity | None, message: str
    ) -> Diagnostic:
        certain = parent is None and defined(entity)
        return self.at(
            document,
            field.where(Attribute.REFERENCES),
            message,
            entity=entity,
            field=field,
            severity=self.severity if certain else self.severity.lower(),
            evidence=(f"the name {field.name} names {parent.name}",) if parent else (),
        )


def _explained(document: Document, entity: Entity, field: Field, parent: Entity | None) -> bool:
    """Whether a name, a relationship or a type beside it tells what the key points at."""
    if is_polymorphic(entity, field) or (parent is not None and not defined(entity)):
        return True
    return any(_states(document, each, entity, field, parent) for each in document.relationships)


def _states(
    document: Document, stated: Relationship, entity: Entity, field: Field, parent: Entity | None
) -> bool:
    ends = [document.entity(stated.from_entity), document.entity(stated.to_entity)]
    if entity not in ends:
        return False
    if stated.field is not None and stated.form is not Form.MERMAID:
        return stated.field.casefold() == field.name.casefold()
    return parent is None or parent in ends
