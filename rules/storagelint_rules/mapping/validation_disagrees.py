"""SL607 validation-disagrees: a contract that accepts or promises what the data cannot hold."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.contracts import Dto, DtoField
from storagelint.judging.surroundings.mapped import is_computed, pairs
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Field, TypeFamily


class ValidationDisagrees(Rule):
    """A contract may be stricter than the data; what the server fills in may be left out."""

    code = "SL607"
    name = "validation-disagrees"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for each, dto, contract in pairs(document, context.project):
            if each.field is None or each.entity is None or is_computed(each.mapping):
                continue
            label = f"{each.entity.name}.{each.field.name}"
            for problem in _problems(dto, contract, each.field, label):
                yield self.at(
                    document,
                    each.mapping.span,
                    f"{dto.name}.{contract.name} {problem}",
                    entity=each.entity,
                    field=each.field,
                )


def _problems(dto: Dto, contract: DtoField, field: Field, label: str) -> Iterator[str]:
    promised = contract.required and contract.nullable is not True
    if promised and field.nullable is True and not dto.is_request:
        yield f"is required, but {label} may be null"
    free = contract.required is False and not contract.filled and "default" not in contract.text
    needed = field.nullable is False and field.default is None and not field.generated
    if dto.is_request and "update" not in dto.name.casefold() and free and needed:
        yield f"is optional, but {label} is NOT NULL without a default"
    length = field.canonical.length if field.canonical else None
    longest = contract.longest
    if field.family is TypeFamily.TEXT and longest and length and longest > length:
        yield f"accepts {longest} characters, but {label} holds {length}"
    if contract.values and field.enum:
        extra = contract.values - {value.casefold() for value in field.enum}
        if extra:
            yield f"accepts {', '.join(sorted(extra))}, which {label} does not know"
