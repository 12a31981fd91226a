"""SL335 erd-field-disagrees: a field that a diagram shows otherwise than its table."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.drawn import Shown, shown, types_contradict
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document, Field
from storagelint.source import Span


class ErdFieldDisagrees(Rule):
    """Only what the diagram shows is compared: it may leave out fields, sizes and marks."""

    code = "SL335"
    name = "erd-field-disagrees"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for both in shown(document):
            for drawn in both.drawing.fields:
                for span, message in _differences(both, drawn):
                    yield self.at(document, span, message, entity=both.entity, field=drawn)


def _differences(both: Shown, drawn: Field) -> Iterator[tuple[Span, str]]:
    label = f"{both.entity.name}.{drawn.name}"
    field = both.fields.get(drawn.key)
    if field is None:
        yield drawn.span, f"diagram shows {label}, which the definition does not have"
        return
    if types_contradict(drawn, field):
        place = drawn.where(Attribute.TYPE)
        yield place, f"diagram shows {label} as {drawn.type}, the definition as {field.type}"
    yield from _marks(both, drawn, label)


def _marks(both: Shown, drawn: Field, label: str) -> Iterator[tuple[Span, str]]:
    is_key = drawn.key in both.key
    if both.states_keys and drawn.primary_key and not is_key:
        place = drawn.where(Attribute.PRIMARY_KEY)
        yield place, f"diagram marks {label} as PK, which the definition does not"
    elif both.marks_keys and is_key and not drawn.primary_key:
        yield drawn.span, f"diagram does not mark {label} as PK, which the definition does"
    refers = both.fields[drawn.key].foreign_key or _refers(both.merged.get(drawn.key))
    if drawn.foreign_key and not refers and both.states_references:
        place = drawn.where(Attribute.REFERENCES)
        yield place, f"diagram marks {label} as FK, which the definition does not"
    elif both.marks_references and refers and not drawn.foreign_key:
        yield drawn.span, f"diagram does not mark {label} as FK, which the definition does"


def _refers(field: Field | None) -> bool:
    if field is None or field.references is None:
        return False
    stated = field.stated.get(Attribute.REFERENCES)
    return not (stated and stated.inferred)
