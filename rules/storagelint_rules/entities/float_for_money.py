"""SL226 float-for-money: an amount of money in a binary floating-point type."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import is_money, is_sum_of_money
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Entity, Field, TypeFamily


class FloatForMoney(Rule):
    code = "SL226"
    name = "float-for-money"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for field in entity.fields:
                if field.family is TypeFamily.FLOAT and _is_money(field, entity):
                    yield self.at(
                        document,
                        field.where(Attribute.TYPE),
                        f"money field {entity.name}.{field.name} is a {field.type}",
                        entity=entity,
                        field=field,
                        evidence=(f"its name {field.name} speaks of money",),
                    )


def _is_money(field: Field, entity: Entity) -> bool:
    return is_money(field) or is_sum_of_money(field, entity)
