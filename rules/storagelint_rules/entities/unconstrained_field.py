"""SL215 unconstrained-field: a field whose constraints cell is empty."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.place import cell_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class UnconstrainedField(Rule):
    """A dash says that there is none on purpose."""

    code = "SL215"
    name = "unconstrained-field"
    severity = Severity.INFO
    pedantic = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for definition in entity.definitions:
                for field in definition.fields:
                    cell = cell_of(document, definition, field, "constraints")
                    if cell is not None and not cell.raw and not field.constraints:
                        message = f"field {entity.name}.{field.name} has no constraint"
                        yield self.at(document, field.span, message, entity=entity, field=field)
