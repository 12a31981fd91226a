"""SL212 missing-type: a field without a type, where its neighbours have one."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.place import cell_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Definition, Document, Entity, Field, Form
from storagelint.vocabulary import vocabulary


class MissingType(Rule):
    """A table without any column for types is the matter of SL116."""

    code = "SL212"
    name = "missing-type"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for definition in entity.definitions:
                untyped = [field for field in definition.fields if field.type is None]
                if not untyped or len(untyped) * 2 >= len(definition.fields):
                    continue
                if definition.form is Form.SQL and _takes_untyped(document):
                    continue
                typed_keys = _typed(entity)
                for field in untyped:
                    if field.key not in typed_keys and _left_empty(document, definition, field):
                        yield self.at(
                            document,
                            field.span,
                            f"field {entity.name}.{field.name} has no type",
                            entity=entity,
                            field=field,
                            severity=_severity(definition, context),
                        )


def _severity(definition: Definition, context: Context) -> Severity:
    """Lists in documents of a kind that asks for no types are notes, which may leave some out."""
    noted = definition.form is Form.BULLETS and "fields" not in context.kind.tables
    return Severity.WARNING if noted else Severity.ERROR


def _typed(entity: Entity) -> set[str]:
    """The fields that have a type; a diagram only repeats what the text states."""
    return {
        field.key
        for definition in entity.definitions
        if definition.form is not Form.MERMAID
        for field in definition.fields
        if field.type is not None
    }


def _takes_untyped(document: Document) -> bool:
    """Whether the store takes columns without a type, as SQLite does."""
    return "sqlite" in document.page.source.text.casefold()


def _left_empty(document: Document, definition: Definition, field: Field) -> bool:
    """Whether the place of the type is there, and empty."""
    match definition.form:
        case Form.TABLE:
            cell = cell_of(document, definition, field, "type", "language-type")
            return cell is not None and cell.text.casefold() in vocabulary().words("nothing") | {""}
        case Form.BULLETS:
            line = document.page.source.lines[field.span.line - 1]
            return not line[field.span.end_column - 1 :].strip("`*_ .")
        case Form.SQL:
            return not (definition.excerpt or field.generated)
        case _:
            return False
