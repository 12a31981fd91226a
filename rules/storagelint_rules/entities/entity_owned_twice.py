"""SL205 entity-owned-twice: two documents of a project that define the same entity."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.shape import is_framework
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document, Entity, Form, Project

_OWNING = {"storage", "data-design"}
_DEFINING = {Form.TABLE, Form.SQL, Form.DBML, Form.PRISMA, Form.BULLETS}


class EntityOwnedTwice(Rule):
    """Namesakes with other fields are two things; entities marked as existing are no claim."""

    code = "SL205"
    name = "entity-owned-twice"
    severity = Severity.WARNING

    def check_project(self, project: Project, context: Context) -> Iterator[Diagnostic]:
        owners: dict[str, list[tuple[Document, Entity]]] = {}
        for document in project.documents:
            if document.kind not in _OWNING:
                continue
            for entity in document.entities:
                if _claims(entity):
                    owners.setdefault(entity.key, []).append((document, entity))
        for claims in owners.values():
            first_document, first = claims[0]
            for document, entity in claims[1:]:
                if document is not first_document and _same_thing(first, entity):
                    message = f"entity {entity.name} is also defined in {first_document.path}"
                    yield self.at(document, entity.span, message, entity=entity)


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
