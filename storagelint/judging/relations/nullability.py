"""Field -> the words that say whether it may be null, and how they would read reversed."""

from __future__ import annotations

from storagelint.model.document import Document
from storagelint.model.facts import Attribute, Constraint, ConstraintKind, Field
from storagelint.source import Span
from storagelint.vocabulary import vocabulary

_OPPOSITE = {
    "yes": "No",
    "y": "N",
    "true": "false",
    "✅": "❌",
    "✓": "✗",
    "no": "Yes",
    "n": "Y",
    "false": "true",
    "❌": "✅",
    "✗": "✓",
    "null": "NOT NULL",
    "nullable": "NOT NULL",
    "not null": "NULL",
}


def concluded(field: Field, constraint: Constraint) -> bool:
    """Whether a constraint is read from the description, which may speak of anything."""
    stated = field.stated.get(Attribute.DESCRIPTION)
    if stated is None or stated.span != constraint.span:
        return False
    kind = field.stated.get(Attribute.TYPE)
    return kind is None or kind.span != stated.span


def about_input(constraint: Constraint) -> bool:
    """Whether «no» in a column «Required», or «optional», may speak of what callers must give."""
    folded = constraint.text.casefold()
    return folded.startswith("optional") or folded in vocabulary().words("no")


def says_null(field: Field) -> Constraint | None:
    """What says outright that the column may hold NULL; None where nothing does."""
    return _said(field, ConstraintKind.NULL)


def says_not_null(field: Field) -> Constraint | None:
    """What says outright that the column holds no NULL; None where nothing does."""
    return _said(field, ConstraintKind.NOT_NULL)


def _said(field: Field, kind: ConstraintKind) -> Constraint | None:
    for constraint in field.constraints:
        if constraint.kind is not kind or concluded(field, constraint):
            continue
        if kind is ConstraintKind.NOT_NULL or not about_input(constraint):
            return constraint
    return None


def reversed_words(document: Document, constraint: Constraint) -> tuple[Span, str] | None:
    """The words that state a constraint, and those that state its opposite; None if not plain."""
    span = constraint.span
    opposite = _OPPOSITE.get(constraint.text.casefold())
    if opposite is None or span.line != span.end_line:
        return None
    line = document.page.source.lines[span.line - 1]
    cell = line[span.column - 1 : span.end_column - 1]
    if cell.count(constraint.text) != 1:
        return None
    start = span.column + cell.index(constraint.text)
    return Span(span.line, start, span.line, start + len(constraint.text)), opposite
