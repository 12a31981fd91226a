"""SL306 foreign-key-without-target: a field marked as a foreign key that says not of what."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.implied_keys import bare_keys
from storagelint.judging.relations.links import defined, has_keys
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Entity, Field


class ForeignKeyWithoutTarget(Rule):
    """A document that leaves all targets to the names of its fields hears it once."""

    code = "SL306"
    name = "foreign-key-without-target"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if not has_keys(document):
            return
        bare = list(bare_keys(document, strictly="fields" in context.kind.tables))
        implied = [each for each in bare if each[2] is not None]
        if len(implied) > 2 and not any(any(each.foreign_keys()) for each in document.entities):
            message = f"none of the {len(bare)} foreign keys names its target"
            yield self._finding(document, *implied[0], message)
            bare = [each for each in bare if each[2] is None]
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
