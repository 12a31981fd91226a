"""SL242 impossible-default: a default that the field's type, values or CHECK do not allow."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.check_conditions import bounds
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field, TypeFamily
from storagelint.patterns import pattern

_WORD = pattern(r"[^\W\d]\w*(?:-\w+)*\Z")
_TRUTH = frozenset(["true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "0", "1"])
_EXPRESSIONS = frozenset(
    """null none now auto generated current_timestamp current_date current_time current_user uuid
    autoincrement auto_increment identity empty n/a default computed unset undefined nil nextval
    timestamp today sysdate localtimestamp required unlimited infinity random""".split()
)
_NUMBERS = {TypeFamily.INTEGER, TypeFamily.DECIMAL, TypeFamily.FLOAT}


class ImpossibleDefault(Rule):
    """Only literals are judged: calls and words that stand for a value are left alone."""

    code = "SL242"
    name = "impossible-default"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for field in entity.fields:
                reason = _impossible(field) if field.default is not None else None
                if reason:
                    yield self.at(
                        document,
                        field.where(Attribute.DEFAULT),
                        f"default {field.default} of {entity.name}.{field.name} {reason}",
                        entity=entity,
                        field=field,
                    )


def _impossible(field: Field) -> str | None:
    literal = _literal(field.default)
    if literal is None:
        return None
    number = _number(literal)
    if field.enum and not any(literal.casefold() == value.casefold() for value in field.enum):
        return None if number is not None else "is none of its values"
    if field.family in _NUMBERS and number is None:
        return f"is no {field.type}"
    if field.family is TypeFamily.BOOLEAN and literal.casefold() not in _TRUTH:
        return f"is no {field.type}"
    if number is not None and field.check and not bounds(field.check).allow(number):
        return f"fails its CHECK ({field.check})"
    return None


def _literal(default: str | None) -> str | None:
    """The text of a number, a string or a bare word; None for anything that is computed."""
    if default is None:
        return None
    text = default.strip("`() ").split("::")[0]
    bare = text.strip("'\"")
    quoted = bare != text
    if _number(bare) is not None or (quoted and _WORD.match(bare)):
        return bare
    return bare if _WORD.match(bare) and bare.casefold() not in _EXPRESSIONS else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
