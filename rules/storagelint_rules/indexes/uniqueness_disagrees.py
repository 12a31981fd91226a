"""SL414 uniqueness-disagrees: a field that is unique here and not there."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.index_pairs import by_entity, label, method_of
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Attribute, Document, Entity, Field, Form, Index


class UniquenessDisagrees(Rule):
    """Partial indexes, expressions and composite keys state something else than the field."""

    code = "SL414"
    name = "uniqueness-disagrees"
    severity = Severity.WARNING
    fixable = Safety.UNSAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity, indexes in by_entity(document):
            plain = [(index, field) for index in indexes if (field := _only_field(index, entity))]
            unique = {field.key for index, field in plain if index.unique}
            told: set[str] = set()
            for index, field in plain:
                if field.primary_key or field.key in told:
                    continue
                place = f"{entity.name}.{field.name}"
                if field.unique and field.key not in unique and _says(field, Attribute.UNIQUE):
                    message = f"{label(index)} repeats that of the unique field {place}"
                    severity = self.severity
                elif _is_unsaid(index, field):
                    message = f"{label(index)} is unique and field {place} is not said to be"
                    severity = Severity.INFO
                else:
                    continue
                told.add(field.key)
                span = index.method_span or index.name_span or index.span
                fix = _fix(document, entity, index, field)
                yield self.at(
                    document, span, message, entity=entity, field=field, severity=severity, fix=fix
                )


def _fix(document: Document, entity: Entity, index: Index, field: Field) -> Fix | None:
    """What is unique in one place is so in the other."""
    from storagelint.generating.edits.uniqueness import unique_field, unique_index

    edit = unique_index(document, index) if field.unique else unique_field(document, entity, field)
    title = f"Let {label(index)} and {entity.name}.{field.name} agree"
    return Fix(title, (Edit(*edit),), Safety.UNSAFE) if edit else None


def _is_unsaid(index: Index, field: Field) -> bool:
    """Whether a unique index stands beside a field that could say so; SQL says it in one place."""
    if not index.unique or field.unique or index.form is Form.SQL:
        return False
    return _says(field, Attribute.CONSTRAINTS)


def _only_field(index: Index, entity: Entity) -> Field | None:
    if len(index.fields) != 1 or index.where or index.fields[0].expression is not None:
        return None
    return entity.field(index.fields[0].name) if method_of(index) == "btree" else None


def _says(field: Field, attribute: Attribute) -> bool:
    stated = field.stated.get(attribute)
    return stated is not None and not stated.inferred
