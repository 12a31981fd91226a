"""SL906 reserved-word: a name that the stated engine refuses unless it is quoted."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.naming import in_tables, named_entities
from storagelint.judging.stores.engines import engine_of, reserved_words
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Field, Form, TypeFamily
from storagelint.model.stores import technology_of

_QUOTES = '"`['


class ReservedWord(Rule):
    """A name is reported once; names that DDL quotes are in order, and so are titles."""

    code = "SL906"
    name = "reserved-word"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        seen: set[str] = set()
        for entity in named_entities(document):
            engines = _engines(document, entity) if in_tables(entity, document) else []
            reserved = {each: reserved_words(engine_of(each)) for each in engines}
            facts: list[Entity | Field] = [entity, *entity.fields]
            for fact in facts if engines else ():
                word = fact.name.lower()
                refusing = [each for each, words in reserved.items() if word in words]
                if refusing and word not in seen and not _is_other(document, entity, fact):
                    seen.add(word)
                    severity = None if len(engines) == 1 else self.severity.lower()
                    yield self._refused(document, entity, fact, refusing[0], severity)

    def _refused(
        self,
        document: Document,
        entity: Entity,
        fact: Entity | Field,
        engine: str,
        severity: Severity | None,
    ) -> Diagnostic:
        is_field = isinstance(fact, Field)
        what = f"field {entity.name}.{fact.name}" if is_field else f"entity {fact.name}"
        message = f"{what} is a reserved word of {engine}"
        field = fact if isinstance(fact, Field) else None
        return self.at(document, fact.span, message, entity=entity, field=field, severity=severity)


def _engines(document: Document, entity: Entity) -> list[str]:
    """The relational product that holds the entity, or all that the document states."""
    known = technology_of(entity, document)
    stated = (each.technology for each in document.stores if each.store_class == "relational")
    return [known] if known else list(dict.fromkeys(stated))


def _is_other(document: Document, entity: Entity, fact: Entity | Field) -> bool:
    """Whether the name is quoted in DDL, or elsewhere a title; what holds an object is no column.

    In Markdown backticks are no quotes.
    """
    if isinstance(fact, Field) and fact.family is TypeFamily.OBJECT:
        return True
    if all(definition.form is not Form.SQL for definition in entity.definitions):
        return not fact.name.islower()
    line = document.page.source.lines[fact.span.line - 1]
    around = line[max(fact.span.column - 2, 0) : fact.span.column]
    return any(quote in around for quote in _QUOTES)
