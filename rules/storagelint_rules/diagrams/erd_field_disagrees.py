"""SL335 erd-field-disagrees: a field that a diagram shows otherwise than its table."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.drawn import Shown, shown, types_contradict, wrong_marks
from storagelint.linting.rule import Context, Diagnostic, Edit, Fix, Rule, Safety, Severity
from storagelint.model import Attribute, Document, Field
from storagelint.source import Span

_STATED = {"PK": Attribute.PRIMARY_KEY, "FK": Attribute.REFERENCES}


class ErdFieldDisagrees(Rule):
    """Only what the diagram shows is compared: it may leave out fields, sizes and marks."""

    code = "SL335"
    name = "erd-field-disagrees"
    severity = Severity.WARNING
    fixable = Safety.SAFE

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for both in shown(document):
            for drawn in both.drawing.fields:
                for span, message, fix in _differences(document, both, drawn):
                    yield self.at(document, span, message, entity=both.entity, field=drawn, fix=fix)


def _differences(
    document: Document, both: Shown, drawn: Field
) -> Iterator[tuple[Span, str, Fix | None]]:
    label = f"{both.entity.name}.{drawn.name}"
    field = both.fields.get(drawn.key)
    if field is None:
        yield drawn.span, f"diagram shows {label}, which the definition does not have", None
        return
    if types_contradict(drawn, field):
        message = f"diagram shows {label} as {drawn.type}, the definition as {field.type}"
        yield drawn.where(Attribute.TYPE), message, _type_fix(document, drawn, field, label)
    for mark, holds in wrong_marks(both, drawn):
        message = f"diagram marks {label} as {mark}, which the definition does not"
        if holds:
            message = f"diagram does not mark {label} as {mark}, which the definition does"
        place = drawn.span if holds else drawn.where(_STATED[mark])
        yield place, message, _marks_fix(document, both, drawn, label)


def _type_fix(document: Document, drawn: Field, field: Field, label: str) -> Fix | None:
    from storagelint.generating.edits.diagram_edits import right_type

    place = right_type(document, drawn, field)
    return Fix(f"Show {label} as {field.type}", (Edit(*place),)) if place else None


def _marks_fix(document: Document, both: Shown, drawn: Field, label: str) -> Fix | None:
    from storagelint.generating.edits.diagram_edits import right_marks

    place, title = right_marks(document, both, drawn), f"Mark {label} in the diagram as its"
    return Fix(f"{title} definition does", (Edit(*place),)) if place else None
