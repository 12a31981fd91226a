"""SL230 same-name-different-type: a field that is of another type than its namesakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Entity, Field, Form, TypeFamily
from storagelint.model.names import words

_VAGUE = frozenset(
    """id value data type code key version level score position content result payload metadata
    state status name number order rank size source target reference config settings options
    amount count total rate weight priority index role scope details meta body parent category
    time date period duration""".split()
)
_ALIKE = {
    TypeFamily.ENUM: TypeFamily.TEXT,
    TypeFamily.OBJECT: TypeFamily.JSON,
    TypeFamily.ARRAY: TypeFamily.JSON,
    TypeFamily.FLOAT: TypeFamily.DECIMAL,
}


class SameNameDifferentType(Rule):
    """Only against a clear majority: three namesakes or more that agree."""

    code = "SL230"
    name = "same-name-different-type"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for namesakes in _groups(document):
            families = Counter(_family(field) for _, field in namesakes)
            usual, count = families.most_common(1)[0]
            if count < 3 or count < 3 * (len(namesakes) - count):
                continue
            like = next(field for _, field in namesakes if _family(field) == usual)
            for entity, field in namesakes:
                if _family(field) != usual:
                    yield self.at(
                        document,
                        field.where(Attribute.TYPE),
                        f"field {entity.name}.{field.name} is {field.type} but {like.type}"
                        f" in {count} other entities",
                        entity=entity,
                        field=field,
                    )


def _groups(document: Document) -> Iterator[list[tuple[Entity, Field]]]:
    found: dict[str, list[tuple[Entity, Field]]] = {}
    for entity in document.tables():
        if entity.form is Form.CODE:
            continue  # a language's types are not the store's
        for field in entity.fields:
            parts = words(field.name)
            if (len(parts) > 1 or field.key not in _VAGUE) and _family(field) is not None:
                found.setdefault(field.key, []).append((entity, field))
    yield from (group for group in found.values() if len(group) > 3)


def _family(field: Field) -> TypeFamily | None:
    family = field.family
    return None if family in (None, TypeFamily.OTHER) else _ALIKE.get(family, family)
