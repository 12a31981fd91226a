"""SL416 repeated-field-in-index: an index that lists a field twice."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.access.index_pairs import label
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document
from storagelint.model.names import fold_field


class RepeatedFieldInIndex(Rule):
    """Two expressions over one field are two things."""

    code = "SL416"
    name = "repeated-field-in-index"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for index in document.indexes:
            names = [fold_field(part.name) for part in index.fields if part.expression is None]
            twice = next((name for name in names if name and names.count(name) > 1), None)
            if twice is None:
                continue
            shown = next(part.name for part in index.fields if fold_field(part.name) == twice)
            span = index.fields_span or index.span
            message = f"{label(index)} has the field {shown} twice"
            yield self.at(document, span, message, entity=index.entity, field=shown)
