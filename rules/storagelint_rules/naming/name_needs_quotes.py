"""SL909 name-needs-quotes: a name that is no identifier, where the others are."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.naming import in_tables, is_plain, majority, named_entities
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity
from storagelint.patterns import pattern

_ODD = pattern(r"\A(?:\d\w*|[^\W\d]\w*(?:-\w+)+|[a-z][a-z0-9]*(?: [a-z0-9]+){1,3})\Z")
"""A digit first, hyphens, or small words with spaces; anything else is no name at all."""


class NameNeedsQuotes(Rule):
    """Documents whose names are titles (`First name`) have no majority of identifiers."""

    code = "SL909"
    name = "name-needs-quotes"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        tables = [each for each in named_entities(document) if in_tables(each, document)]
        plain = majority(str(is_plain(field.name)) for each in tables for field in each.fields)
        if plain is None or plain.value != "True":
            return
        for entity in tables:
            if _needs_quotes(entity.name) and " " not in entity.name:
                message = f"entity name {entity.name} is no identifier without quotes"
                yield self.at(document, entity.span, message, entity=entity)
            yield from self._fields(document, entity)

    def _fields(self, document: Document, entity: Entity) -> Iterator[Diagnostic]:
        for field in entity.fields:
            if field.type and _needs_quotes(field.name):
                message = (
                    f"field name {field.name} of {entity.name} is no identifier without quotes"
                )
                yield self.at(document, field.span, message, entity=entity, field=field)


def _needs_quotes(name: str) -> bool:
    return name.isascii() and not name.isidentifier() and _ODD.match(name) is not None
