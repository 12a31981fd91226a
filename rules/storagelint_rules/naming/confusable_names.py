"""SL910 confusable-names: two names that are easily taken for each other."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.naming import doubtful_twins, is_plain, named_entities
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Definition, Document, Entity, Form

_DEFINING = frozenset([Form.TABLE, Form.SQL, Form.BULLETS, Form.DBML])


class ConfusableNames(Rule):
    """Fields of one definition, and entities of one document."""

    code = "SL910"
    name = "confusable-names"
    severity = Severity.INFO

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        entities = [each for each in named_entities(document) if is_plain(each.name)]
        for one, other in doubtful_twins([each.name for each in entities]):
            first, second = entities[one], entities[other]
            message = f"entity names {first.name} and {second.name} are easily confused"
            yield self.at(document, second.span, message, entity=second)
        for entity in entities:
            for definition in entity.definitions:
                yield from self._fields(document, entity, definition)

    def _fields(
        self, document: Document, entity: Entity, definition: Definition
    ) -> Iterator[Diagnostic]:
        if definition.form not in _DEFINING:
            return
        fields = [field for field in definition.fields if is_plain(field.name)]
        for one, other in doubtful_twins([field.name for field in fields]):
            first, second = fields[one], fields[other]
            if first.name.casefold() != second.name.casefold():
                names = f"{first.name} and {second.name}"
                message = f"fields {names} of {entity.name} are easily confused"
                yield self.at(document, second.span, message, entity=entity, field=second)
