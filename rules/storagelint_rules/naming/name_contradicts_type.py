"""SL913 name-contradicts-type: a name that promises another sort of value than the type holds."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.naming import is_plain
from storagelint.judging.stores.engines import engine_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Entity, Field, TypeFamily
from storagelint.model.names import words
from storagelint.model.stores import technology_of

_F = TypeFamily
_NUMBERS = frozenset([_F.INTEGER, _F.DECIMAL, _F.FLOAT])
_TIMES = frozenset([_F.TIMESTAMP, _F.DATE, _F.TIME])
_NESTED = frozenset([_F.JSON, _F.ARRAY, _F.OBJECT])
_NEVER_KEYS = _TIMES | _NESTED | {_F.BOOLEAN, _F.FLOAT, _F.INTERVAL, _F.VECTOR, _F.GEOMETRY}
_NEVER_TIMES = _NESTED | {_F.BOOLEAN, _F.UUID, _F.ENUM, _F.INTERVAL, _F.NETWORK, _F.BINARY}
_NEVER_FLAGS = _TIMES | {_F.UUID, _F.FLOAT, _F.INTERVAL, _F.NETWORK, _F.VECTOR, _F.GEOMETRY}
_NEVER_COUNTS = _TIMES | {_F.BOOLEAN, _F.UUID, _F.NETWORK, _F.VECTOR, _F.GEOMETRY, _F.BINARY}
_TYPED_ENGINES = frozenset(["postgresql", "sqlserver", "oracle", "mysql", "clickhouse"])
"""Engines with types for times: there a time in a text is a choice against them."""


class NameContradictsType(Rule):
    """Stores without booleans or times keep them in numbers and texts: those are in order."""

    code = "SL913"
    name = "name-contradicts-type"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            engine = engine_of(technology_of(entity, document))
            for field in entity.fields:
                if field.unknown_type or field.canonical is None or not is_plain(field.name):
                    continue
                promised = _promise(field, engine)
                if promised is not None:
                    yield self._odd(document, entity, field, promised)

    def _odd(self, document: Document, entity: Entity, field: Field, promised: str) -> Diagnostic:
        stated = field.stated.get(Attribute.TYPE)
        inferred = stated is not None and stated.inferred
        return self.at(
            document,
            field.where(Attribute.TYPE),
            f"field {entity.name}.{field.name} is named like {promised} and typed {field.type}",
            entity=entity,
            field=field,
            severity=self.severity.lower() if inferred else None,
        )


def _promise(field: Field, engine: str | None) -> str | None:
    """What the name promises, where the type cannot hold it; None otherwise."""
    parts, family = words(field.name), field.family
    typed = engine in _TYPED_ENGINES
    if len(parts) < 2 or field.canonical is None:
        return None
    if parts[0] in ("is", "has"):
        text = family in (_F.TEXT, _F.ENUM) and typed and (field.canonical.length or 9) > 1
        return "a flag" if family in _NEVER_FLAGS or text else None
    match parts[-1]:
        case "at":
            wrong = family in _NEVER_TIMES or (family is _F.TEXT and typed)
            return "a time" if wrong and "time" not in (field.type or "").lower() else None
        case "id":
            return "a key" if family in _NEVER_KEYS else None
        case "count":
            wrong = family in _NEVER_COUNTS or (family is _F.TEXT and typed)
            return "a number" if wrong else None
    return None
