"""SL234 too-many-fields: an entity so wide that it is likely several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document


class TooManyFields(Rule):
    code = "SL234"
    name = "too-many-fields"
    severity = Severity.INFO
    pedantic = True
    options: ClassVar[dict[str, Any]] = {"max-fields": 30}

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        most = context.options["max-fields"]
        for entity in document.tables():
            if len(entity.fields) > most:
                message = f"entity {entity.name} has {len(entity.fields)} fields, more than {most}"
                yield self.at(document, entity.span, message, entity=entity)
