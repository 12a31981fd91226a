"""SL205 entity-owned-twice: two documents of a project that define the same entity."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import is_framework
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Form, Project

_OWNING = {"storage", "data-design"}
_DEFINING = {Form.TABLE, Form.SQL, Form.DBML, Form.PRISMA, Form.BULLETS}


class EntityOwnedTwice(Rule):
    """Namesakes with other fields are two things; entities marked as existing are no claim."""

    code = "SL205"
    name = "entity-owned-twice"
    severity = Severity.WARNING
    rests_on_all = True

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        if document.kind not in _OWNING:
            return
        for entity in document.entities:
            if not _claims(entity):
                continue
            first = _first_owner(entity, context.project)
            if first and first[0].path != document.path and _same_thing(first[1], entity):
                message = f"entity {entity.name} is also defined in {first[0].path}"
                yield self.at(document, entity.span, message, entity=entity)


def _first_owner(entity: Entity, project: Project) -> tuple[Document, Entity] | None:
    for document, other in project.definers(entity.name):
        if document.kind in _OWNING and other.key == entity.key and _claims(other):
            return document, other
    return None


def _claims(entity: Entity) -> bool:
    whole = any(
        each.form in _DEFINING and each.fields and not (each.changes or each.excerpt)
        for each in entity.definitions
    )
    return whole and not entity.partial and not is_framework(entity)


def _same_thing(one: Entity, other: Entity) -> bool:
    """Whether they share half of the fields that are not in every table."""
    usual = {"id", "createdat", "updatedat", "deletedat", "name"}
    fields = [{field.key for field in each.fields} - usual for each in (one, other)]
    smaller = min(map(len, fields))
    return smaller > 0 and len(fields[0] & fields[1]) * 2 >= smaller
