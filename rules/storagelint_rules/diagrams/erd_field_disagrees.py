"""SL335 erd-field-disagrees: a field that a diagram shows otherwise than its table."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.generating.diagram_edits import right_marks, right_type
from storagelint.judging.drawn import Shown, shown, types_contradict, wrong_marks
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
        fix = _fix(f"Show {label} as {field.type}", right_type(document, drawn, field))
        yield drawn.where(Attribute.TYPE), message, fix
    for mark, holds in wrong_marks(both, drawn):
        message = f"diagram marks {label} as {mark}, which the definition does not"
        if holds:
            message = f"diagram does not mark {label} as {mark}, which the definition does"
        place = drawn.span if holds else drawn.where(_STATED[mark])
        title = f"Mark {label} in the diagram as its definition does"
        yield place, message, _fix(title, right_marks(document, both, drawn))


def _fix(title: str, place: tuple[Span, str] | None) -> Fix | None:
    return Fix(title, (Edit(*place),)) if place else None
