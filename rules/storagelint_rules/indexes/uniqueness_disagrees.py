"""SL414 uniqueness-disagrees: a field that is unique here and not there."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.generating.uniqueness import unique_field, unique_index
from storagelint.judging.index_pairs import by_entity, label, method_of
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Attribute, Document, Entity, Field, Index


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
                    severity, edit = self.severity, unique_index(document, index)
                elif index.unique and not field.unique and _says(field, Attribute.CONSTRAINTS):
                    message = f"{label(index)} is unique and field {place} is not said to be"
                    severity, edit = Severity.INFO, unique_field(document, entity, field)
                else:
                    continue
                told.add(field.key)
                span = index.method_span or index.name_span or index.span
                title = f"Let {label(index)} and {place} agree"
                fix = Fix(title, (Edit(*edit),), Safety.UNSAFE) if edit else None
                yield self.at(
                    document, span, message, entity=entity, field=field, severity=severity, fix=fix
                )


def _only_field(index: Index, entity: Entity) -> Field | None:
    if len(index.fields) != 1 or index.where or index.fields[0].expression is not None:
        return None
    return entity.field(index.fields[0].name) if method_of(index) == "btree" else None


def _says(field: Field, attribute: Attribute) -> bool:
    stated = field.stated.get(attribute)
    return stated is not None and not stated.inferred
