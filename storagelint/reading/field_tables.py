"""A field table -> Definition: one field a row, or several, or a constraint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storagelint.markdown import Cell, Row, Table
from storagelint.model import (
    Attribute,
    Constraint,
    ConstraintKind,
    Definition,
    Field,
    Form,
    Index,
    IndexField,
    Statement,
)
from storagelint.patterns import pattern
from storagelint.reading.columns import Columns
from storagelint.reading.fields import (
    add_constraints,
    field_names,
    new_field,
    reference_to,
    says_something,
    set_type,
    yes_or_no,
)
from storagelint.reading.words.constraints import constraints_in_prose, read_constraints
from storagelint.reading.words.index_text import read_index_text
from storagelint.source import Span

_CONSTRAINT_ROW = pattern(
    r"\s*+(?:CONSTRAINT\s++\w++\s++)?(?:PRIMARY\s++KEY|UNIQUE(?:\s++(?:KEY|INDEX))?|FOREIGN\s++KEY"
    r"|CHECK|INDEX|KEY|EXCLUDE)\s*+\w*+\s*+\(",
    re.IGNORECASE,
)
_VALUES = pattern(r"[,/|、]")
_TARGET = pattern(r"[`\"]?([A-Za-z_][\w.]*)[`\"]?(?:\s*\(\s*[`\"]?(\w+)[`\"]?\s*\))?")

_WORDS = ("constraints", "key", "values")
_FLAG_KINDS = (
    ("required", ConstraintKind.NOT_NULL),
    ("nullable", ConstraintKind.NULL),
    ("primary-key", ConstraintKind.PRIMARY_KEY),
    ("unique", ConstraintKind.UNIQUE),
    ("indexed", ConstraintKind.INDEX),
    ("index", ConstraintKind.INDEX),
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What each column of a field table says, by position; None where no column says it."""

    name: int | None
    type: int | None
    length: int | None
    words: tuple[tuple[str, int], ...]
    """The columns of constraints in words: their concepts and positions."""
    flags: tuple[tuple[ConstraintKind, int], ...]
    foreign_key: int | None
    default: int | None
    default_only: bool
    """Whether no column but that of the defaults has room for constraints."""
    descriptions: tuple[int, ...]


def _plan(columns: Columns) -> _Plan:
    named = columns.position("field", "name") is not None
    first = columns.first
    return _Plan(
        columns.position("field", "name", "key", "key-pattern"),
        columns.position("type", "language-type"),
        columns.position("length"),
        tuple((each, first[each]) for each in _WORDS if each in first and (each != "key" or named)),
        tuple((kind, first[concept]) for concept, kind in _FLAG_KINDS if concept in first),
        columns.position("foreign-key"),
        columns.position("default"),
        columns.position("constraints") is None,
        tuple(at for at, concept in enumerate(columns.order) if concept == "description"),
    )


def read_field_table(
    table: Table, columns: Columns, name: str, span: Span
) -> tuple[Definition, list[Index]]:
    """The definition that a field table gives, and the indexes that its rows or columns state."""
    definition = Definition(
        name=name, form=Form.TABLE, span=span, line=table.line, end_line=table.end_line
    )
    indexes: list[Index] = []
    plan = _plan(columns)
    for row in table.rows:
        cell = row.cell(plan.name)
        if cell is None or not cell.raw or _is_caption(row, cell):
            continue
        if "(" in cell.text and _CONSTRAINT_ROW.match(cell.text):
            _constraint_row(cell, definition, indexes)
            continue
        for field in _row_fields(row, cell, plan, definition):
            definition.fields.append(field)
            if field.indexed and not field.primary_key:
                indexes.append(_column_index(field))
    return definition, indexes


def _is_caption(row: Row, cell: Cell) -> bool:
    """Whether the row is a bold caption of the rows below it and no field."""
    bold = cell.raw.startswith(("**", "__")) and "`" not in cell.raw
    return bold and len(row.cells) > 2 and not any(c.raw for c in row.cells if c is not cell)


def _row_fields(row: Row, cell: Cell, plan: _Plan, definition: Definition) -> list[Field]:
    fields = []
    for name, optional, aside in field_names(cell.text):
        field = new_field(name, cell.span, optional)
        if aside:
            add_constraints(
                field, read_constraints(aside), aside, cell.span, definition, quiet=True
            )
        _type(field, row, plan, definition)
        for concept, position in plan.words:
            if position < len(row.cells):
                _words(field, concept, row.cells[position], definition)
        for kind, position in plan.flags:
            if position < len(row.cells):
                _flag(field, kind, row.cells[position], definition)
        if (target := row.cell(plan.foreign_key)) is not None:
            _target(field, target, definition)
        if (default := row.cell(plan.default)) is not None:
            _default(field, default, definition, words=plan.default_only)
        for position in plan.descriptions:
            if position < len(row.cells):
                _description(field, row.cells[position], definition)
        fields.append(field)
    return fields


def _type(field: Field, row: Row, plan: _Plan, definition: Definition) -> None:
    cell = row.cell(plan.type)
    if cell is not None and says_something(cell.text):
        set_type(field, cell.text, cell.span, definition)
    length = row.cell(plan.length)
    if length is not None and field.type and length.text.isdigit() and "(" not in field.type:
        sized = f"{field.type}({length.text})"
        set_type(field, sized, field.where(Attribute.TYPE), definition)


def _words(field: Field, concept: str, cell: Cell, definition: Definition) -> None:
    text, span = cell.text, cell.span
    field.stated.setdefault(Attribute.CONSTRAINTS, Statement(span, text))
    if not says_something(text):
        return
    if concept == "values":
        parts = (part.strip("`'\" ") for part in _VALUES.split(text))
        values = tuple(part for part in parts if part)
        if len(values) > 1:
            field.enum = values
            field.stated[Attribute.ENUM] = Statement(span, text)
        return
    add_constraints(field, read_constraints(text), text, span, definition, quiet=concept == "key")


def _flag(field: Field, kind: ConstraintKind, cell: Cell, definition: Definition) -> None:
    answer = yes_or_no(cell.text)
    if answer is None:
        if says_something(cell.text):
            words = read_constraints(cell.text)
            add_constraints(field, words, cell.text, cell.span, definition, quiet=True)
        return
    if (kind is ConstraintKind.NULL and not answer) or (kind is ConstraintKind.NOT_NULL and answer):
        _add(field, ConstraintKind.NOT_NULL, cell, definition)
    elif kind in (ConstraintKind.NULL, ConstraintKind.NOT_NULL):
        _add(field, ConstraintKind.NULL, cell, definition)
    elif answer:
        _add(field, kind, cell, definition)


def _target(field: Field, cell: Cell, definition: Definition) -> None:
    answer = yes_or_no(cell.text)
    if answer is None and says_something(cell.text):
        target = _TARGET.search(cell.text)
        if target:
            entity, _, column = (
                target[1].rpartition(".") if not target[2] else (target[1], "", target[2])
            )
            field.references = reference_to(entity or column, column if entity else None, cell.span)
            field.foreign_key = True
            field.stated[Attribute.REFERENCES] = Statement(cell.span, cell.text)
    elif answer:
        _add(field, ConstraintKind.FOREIGN_KEY, cell, definition)


def _default(field: Field, cell: Cell, definition: Definition, *, words: bool) -> None:
    """A cell of a default, which with `words` may hold other constraints."""
    value = cell.text
    if value.casefold() == "null":
        _null_default(field, cell)
    elif says_something(value):
        found = read_constraints(value) if words else []
        known = [c for c in found if c.kind not in (ConstraintKind.OTHER, ConstraintKind.UNKNOWN)]
        if known:
            add_constraints(field, known, value, cell.span, definition)
        elif field.default is None:
            field.default = value
            field.stated[Attribute.DEFAULT] = Statement(cell.span, value)


def _null_default(field: Field, cell: Cell) -> None:
    """`null` as a default says that the field may be null, and is no constraint to mend."""
    field.default = field.default or cell.text
    field.stated.setdefault(Attribute.DEFAULT, Statement(cell.span, cell.text))
    if field.nullable is None:
        field.nullable = True
        field.stated[Attribute.NULLABLE] = Statement(cell.span, cell.text, inferred=True)


def _add(field: Field, kind: ConstraintKind, cell: Cell, definition: Definition) -> None:
    constraint = Constraint(kind=kind, text=cell.text, span=cell.span)
    add_constraints(field, [constraint], cell.text, cell.span, definition)


def _description(field: Field, cell: Cell, definition: Definition) -> None:
    text = cell.text
    if not says_something(text):
        return
    span = cell.span
    field.description = field.description or text
    field.stated.setdefault(Attribute.DESCRIPTION, Statement(span, text))
    found = constraints_in_prose(text, cell.raw)
    if field.foreign_key and field.references is None and not any(c.reference for c in found):
        found += _bare_target(text)
    if found:
        add_constraints(field, found, text, span, definition, inferred=True)


_BARE_TARGET = pattern(r"[`]?([a-z_][\w]*)\.([a-z_]\w*)[`]?", re.IGNORECASE)


def _bare_target(text: str) -> list[Constraint]:
    """`users.id` in the description of a field that is marked as a foreign key."""
    match = _BARE_TARGET.match(text)
    if not match:
        return []
    reference = reference_to(match[1], match[2], Span(1, 1, 1, 1))
    return [Constraint(kind=ConstraintKind.FOREIGN_KEY, text=match[0], reference=reference)]


def _column_index(field: Field) -> Index:
    return Index(
        entity="",
        fields=[IndexField(field.name)],
        unique=field.unique,
        form=Form.TABLE,
        span=field.where(Attribute.INDEXED),
    )


def _constraint_row(cell: Cell, definition: Definition, indexes: list[Index]) -> None:
    """A row such as `UNIQUE (a, b)` that states a constraint of the whole table."""
    text = cell.text
    upper = text.upper()
    for index in read_index_text(text, cell.span):
        names = tuple(part.name for part in index.fields)
        if "PRIMARY" in upper:
            definition.primary_key = names
        elif upper.lstrip().startswith(("FOREIGN", "CHECK", "EXCLUDE")):
            break
        else:
            if "UNIQUE" in upper:
                index.unique = True
                definition.uniques.append(names)
            index.span = cell.span
            indexes.append(index)
        return
    definition.checks.extend(
        constraint
        for constraint in read_constraints(text)
        if constraint.kind is ConstraintKind.CHECK
    )
