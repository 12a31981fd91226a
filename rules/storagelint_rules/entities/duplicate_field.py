"""SL211 duplicate-field: a field that one definition names twice."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Definition, Document, Field, Form

_DEFINING = {Form.TABLE, Form.SQL, Form.BULLETS, Form.DBML, Form.PRISMA, Form.MERMAID}


class DuplicateField(Rule):
    """Names are compared as databases do, without case; `userId` and `user_id` are two."""

    code = "SL211"
    name = "duplicate-field"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities:
            for definition in entity.definitions:
                for again, first in _repeated(definition):
                    yield self.at(
                        document,
                        again.span,
                        f"field {entity.name}.{again.name} is already defined in"
                        f" line {first.span.line}",
                        entity=entity,
                        field=again,
                    )


def _repeated(definition: Definition) -> Iterator[tuple[Field, Field]]:
    if definition.form not in _DEFINING:
        return
    seen: dict[str, Field] = {}
    for field in definition.fields:
        first = seen.setdefault(field.name.casefold(), field)
        if first is not field:
            yield field, first
