"""SL904 foreign-key-name: a foreign key whose name does not tell what it points at."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.naming import (
    fits,
    in_tables,
    is_plain,
    majority,
    named_entities,
    number,
)
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field, Reference
from storagelint.model.names import fold_field, singular, words

_KEY_WORDS = frozenset(["id", "uuid", "guid", "key", "code", "ref", "fk", "no", "number", "by"])


class ForeignKeyName(Rule):
    """A role (`author_id` of users) is a good name; only the ending and the number are judged."""

    code = "SL904"
    name = "foreign-key-name"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        found = [
            (entity, field, reference)
            for entity in named_entities(document)
            if in_tables(entity, document)
            for field, reference in entity.foreign_keys()
            if is_plain(field.name) and not field.primary_key
        ]
        asked = context.kind.naming.field_case is not None
        telling = [(field, each) for _, field, each in found if not _is_copied(field, each)]
        agreed = majority(str(_ends_in_key(field, each)) for field, each in telling)
        if not (asked or (agreed is not None and agreed.value == "True")):
            return
        for entity, field, reference in found:
            name = f"foreign key {entity.name}.{field.name}"
            if not _ends_in_key(field, reference):
                yield self._odd(document, entity, field, f"{name} does not end in _id")
            elif better := _in_singular(field, reference):
                yield self._odd(document, entity, field, f"{name} is not called {better}")

    def _odd(self, document: Document, entity: Entity, field: Field, message: str) -> Diagnostic:
        return self.at(document, field.span, message, entity=entity, field=field)


def _is_copied(field: Field, reference: Reference) -> bool:
    """Whether the name is that of the target, which tells of no convention for foreign keys."""
    return reference.field is not None and field.key == fold_field(reference.field)


def _ends_in_key(field: Field, reference: Reference) -> bool:
    parts = words(field.name)
    if reference.field is not None and field.key.endswith(fold_field(reference.field)):
        return True
    return bool(parts) and (parts[-1] in _KEY_WORDS or field.key.endswith(("id", "uuid")))


def _in_singular(field: Field, reference: Reference) -> str | None:
    """The name with the target in the singular, where it stands in a plural surely; else None."""
    head, _, last = field.name.rpartition("_")
    bare = reference.entity.rpartition(".")[2]
    plural = head and head.casefold() == bare.casefold() and number(head) == "plural"
    if not plural or not fits(field.name, "snake_case"):
        return None
    start, _, word = head.rpartition("_")
    return f"{start}_{singular(word)}_{last}" if start else f"{singular(word)}_{last}"
