"""SL403 unknown-field-in-index: an index over a field that its entity does not have."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.coverage import main_field
from storagelint.judging.access.index_pairs import label, misspelt_in_sketch
from storagelint.judging.access.mentions import is_said_of_all
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Form, Index

_IMPLICIT = {"id", "_id", "rowid", "ctid", "$**"}
"""Fields that a store gives every row or document without being told."""


class UnknownFieldInIndex(Rule):
    """Expressions and paths mean their main field: `lower(email)`, `data->>'x'`, `items[].sku`."""

    code = "SL403"
    name = "unknown-field-in-index"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for index in document.indexes:
            entity = document.entity(index.entity)
            if entity is None or not _complete(entity):
                yield from self._misspelt(document, index)
                continue
            for part in index.fields:
                if part.name in _IMPLICIT or _known(entity, part.name):
                    continue
                if is_said_of_all(part.name, document):
                    continue
                inferred = index.entity_inferred
                yield self.at(
                    document,
                    index.fields_span or index.span,
                    f"{label(index)} has the field {part.name}, which {entity.name} has not",
                    entity=entity,
                    field=part.name,
                    severity=self.severity.lower() if inferred else self.severity,
                    evidence=(f"{entity.name} was concluded for the index",) if inferred else (),
                )

    def _misspelt(self, document: Document, index: Index) -> Iterator[Diagnostic]:
        """The names that are a letter off a field of an entity which only a diagram shows."""
        for name, entity, near in misspelt_in_sketch(index, document):
            yield self.at(
                document,
                index.fields_span or index.span,
                f"{label(index)} has the field {name}, which {entity.name} has not, "
                f"the nearest is {near}",
                entity=entity,
                field=name,
                severity=self.severity.lower(),
                evidence=(f"{entity.name} is given by a diagram or code alone",),
            )


def _complete(entity: Entity) -> bool:
    """Whether the entity's fields are likely to be all there: none are said to be elsewhere."""
    forms = {definition.form for definition in entity.definitions if definition.fields}
    return bool(entity.fields) and not entity.partial and not forms <= {Form.MERMAID, Form.CODE}


def _known(entity: Entity, name: str) -> bool:
    return bool(main_field(entity, name) or entity.field(f"{name}_id"))
