"""the words about one field -> Field: what its cells, marks and description state."""

from __future__ import annotations

import re

from storagelint.model import (
    Attribute,
    Constraint,
    ConstraintKind,
    Definition,
    Field,
    Reference,
    Statement,
)
from storagelint.patterns import pattern
from storagelint.reading.words.constraints import read_constraints
from storagelint.reading.words.types import canonical_type, split_type
from storagelint.source import Span
from storagelint.vocabulary import vocabulary, word_cache

_MARK = pattern(r"[\s*🔑🗝️🔗†‡+•]+")
_ASIDE = pattern(r"(?:(?<!\s)\s+)?[(（]([^()（）]*)[)）]\s*\Z")
_PATH = pattern(r"[^\W\d][\w$-]*(?:\[\])?(?:\.[^\W\d*][\w$-]*(?:\[\])?)*(?:\[\])?\Z")
_ENUM = pattern(r"enum\s*:", re.IGNORECASE)
_SEPARATOR = pattern(r"(?:(?<!\s)\s+)?(?:/|,|、|，|;|\+|\band\b|&|\|)\s*")


def field_names(text: str) -> list[tuple[str, bool, str]]:
    """The names in a name cell, each with whether a `?` marks it optional, and what stands beside.

    `created_at / updated_at` is two names, `user_id (PK)` one with an aside. A cell that holds
    no name, such as `...` or a sentence, gives none.
    """
    if text.isascii() and text.isidentifier() and text != "and":
        return [(text, False, "")]
    text = _MARK.sub(" ", text).strip()
    aside = ""
    found = _ASIDE.search(text)
    if found and text[: found.start()].strip():
        aside, text = found[1], text[: found.start()].strip()
    parts = [part for part in _SEPARATOR.split(text) if part]
    names = []
    for part in parts if len(parts) <= 12 else []:
        bare = part.strip("`\"'“”[] ") if not part.endswith("[]") else part.strip("`\"'“” ")
        optional = bare.endswith(("?", "？"))
        bare = bare.rstrip("?？*:")
        if not bare:
            continue
        if _PATH.match(bare) or (len(parts) == 1 and _spaced_name(bare)):
            names.append((bare, optional, aside))
        else:
            return []
    return names


def _spaced_name(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= 4 and all(
        word[0].isalpha() and word.replace("-", "").isalnum() for word in words
    )


def new_field(name: str, span: Span, optional: bool = False) -> Field:
    """A field of which only the name is known yet."""
    field = Field(name=name, span=span)
    if optional:
        field.nullable = True
        field.stated[Attribute.NULLABLE] = Statement(span, name + "?")
    return field


def set_type(field: Field, text: str, span: Span, definition: Definition) -> None:
    """Set the type from the words of a type cell, and what else these words state."""
    parts = split_type(text)
    if parts.type:
        enum = ":" in parts.type and _ENUM.match(parts.type)
        field.type = parts.type.partition(":")[0] if enum else parts.type
        field.canonical = canonical_type(parts.type)
        field.stated[Attribute.TYPE] = Statement(span, text)
        if field.canonical and field.canonical.values:
            field.enum = field.canonical.values
            field.stated[Attribute.ENUM] = Statement(span, text)
    if parts.optional and field.nullable is None:
        field.nullable = True
        field.stated[Attribute.NULLABLE] = Statement(span, text)
    if parts.rest:
        add_constraints(field, read_constraints(parts.rest), text, span, definition, quiet=True)


def add_constraints(
    field: Field,
    constraints: list[Constraint],
    text: str,
    span: Span,
    definition: Definition,
    *,
    inferred: bool = False,
    quiet: bool = False,
) -> None:
    """Set what constraints state. An inferred one never overrules one that is said.

    With `quiet` or `inferred`, pieces without a meaning are dropped: they stand in prose.
    """
    statement = Statement(span, text, inferred)
    for constraint in constraints:
        kind = constraint.kind
        if (quiet or inferred) and kind in (ConstraintKind.OTHER, ConstraintKind.UNKNOWN):
            continue
        constraint.span = span
        field.constraints.append(constraint)
        _apply(field, constraint, statement, definition)


def _apply(
    field: Field, constraint: Constraint, statement: Statement, definition: Definition
) -> None:
    match constraint.kind:
        case ConstraintKind.NOT_NULL:
            _nullable(field, False, statement)
        case ConstraintKind.PRIMARY_KEY:
            field.primary_key = True
            field.stated.setdefault(Attribute.PRIMARY_KEY, statement)
        case ConstraintKind.FOREIGN_KEY:
            field.foreign_key = True
            reference = constraint.reference
            if reference is not None and (field.references is None or not statement.inferred):
                field.references = reference.altered(span=statement.span)
            field.stated.setdefault(Attribute.REFERENCES, statement)
        case ConstraintKind.UNIQUE if len(constraint.values) > 1:
            definition.uniques.append(constraint.values)
        case ConstraintKind.UNIQUE:
            field.unique = True
            field.stated.setdefault(Attribute.UNIQUE, statement)
        case ConstraintKind.NULL:
            _nullable(field, True, statement)
        case ConstraintKind.DEFAULT:
            if constraint.value is not None and field.default is None:
                field.default = constraint.value
                field.stated.setdefault(Attribute.DEFAULT, statement)
        case ConstraintKind.CHECK:
            field.check = constraint.value
            field.stated.setdefault(Attribute.CHECK, statement)
            if constraint.values and field.enum is None:
                field.enum = constraint.values
        case ConstraintKind.ENUM:
            if constraint.values:
                field.enum = constraint.values
                field.stated.setdefault(Attribute.ENUM, statement)
        case ConstraintKind.INDEX:
            field.indexed = True
            field.stated.setdefault(Attribute.INDEXED, statement)
        case ConstraintKind.AUTO_INCREMENT | ConstraintKind.GENERATED:
            field.generated = True


def _nullable(field: Field, value: bool, statement: Statement) -> None:
    """What is said first stands; the contradiction is left in `constraints` for a rule."""
    known = field.stated.get(Attribute.NULLABLE)
    if known is None or (known.inferred and not statement.inferred):
        field.nullable = value
        field.stated[Attribute.NULLABLE] = statement


@word_cache(2048)
def yes_or_no(text: str) -> bool | None:
    """What a yes/no cell says; None for an empty one, a dash, or anything else."""
    words = vocabulary()
    folded = text.strip().casefold()
    if not folded or folded in words.words("nothing"):
        return None
    if folded in words.words("yes"):
        return True
    if folded in words.words("no"):
        return False
    head = re.split(r"[\s,;(（/:]", folded, maxsplit=1)[0]
    if head in words.words("yes"):
        return True
    return False if head in words.words("no") else None


@word_cache(8192)
def says_something(text: str) -> bool:
    """Whether a cell holds more than a dash."""
    folded = text.strip().casefold()
    return bool(folded) and folded not in vocabulary().words("nothing")


def reference_to(entity: str, field: str | None, span: Span) -> Reference:
    """A reference that a column or a row names outright."""
    return Reference(entity=entity, field=field, span=span)
