"""SL320 invalid-referential-action: an ON DELETE or ON UPDATE that no database knows."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.relations.actions import ACTIONS, actions_of
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Attribute, Document
from storagelint.vocabulary.nearest import nearest


class InvalidReferentialAction(Rule):
    """Only in relational designs; elsewhere the application acts as it likes."""

    code = "SL320"
    name = "invalid-referential-action"
    severity = Severity.ERROR

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        for entity in document.entities if document.relational else ():
            for field in entity.fields:
                for event, action in actions_of(field):
                    if action in ACTIONS:
                        continue
                    near = nearest(action, ACTIONS)
                    yield self.at(
                        document,
                        field.where(Attribute.REFERENCES),
                        f"{entity.name}.{field.name} has the unknown action {action} {event}"
                        + (f", the nearest is {near}" if near else ""),
                        entity=entity,
                        field=field,
                    )
