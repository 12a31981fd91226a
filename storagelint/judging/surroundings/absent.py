"""A name that nothing defines -> how surely that is a mistake, and what was probably meant."""

from __future__ import annotations

from dataclasses import dataclass

from storagelint.model.document import Document
from storagelint.model.facts import Entity, Form, Reference
from storagelint.model.names import fold, fold_field
from storagelint.model.project import Project

_PLATFORM = frozenset(
    """authuser authusers django_content_type aspnetusers aspnetroles pgclass pgtype
    informationschema alembicversion schemamigrations wpusers wpposts""".split()
)
_PLATFORM_PREFIXES = ("django_", "pg_", "wp_", "aspnet", "auth_", "sqlite_", "information_schema")
_OFTEN_ELSEWHERE = frozenset(["user", "account", "tenant", "organization", "organisation"])
"""What most features point at and few define themselves."""
_SHARE = 0.8
"""The share of the targets that a document defines where it claims to be whole."""
_FEW = 3
"""Below so many defined targets the share says nothing."""


@dataclass(frozen=True, slots=True)
class Absent:
    """What can be said of a name that nothing defines."""

    nearest: str | None
    """The entity that was probably meant."""
    certain: bool
    """Whether it is a mistake: the name is near another, or the document defines all the rest."""

    @property
    def hint(self) -> str:
        """The end of a message: the nearest name, or nothing."""
        return f", the nearest is {self.nearest}" if self.nearest else ""


def absent(name: str, document: Document, project: Project) -> Absent | None:
    """What is wrong with the name of an entity; None where it is defined or explained."""
    if not fold(name) or project.entity(name, document) or project.is_external(name, document):
        return None
    if is_platform(name) or not document.entities:
        return None
    near = near_entity(name, document)
    return Absent(near, near is not None or is_whole(document, but=fold(name)))


def near_entity(name: str, document: Document) -> str | None:
    """The entity of the document whose name differs by a slip; None where none does."""
    from storagelint.vocabulary.nearest import nearest

    if len(fold(name)) < 4:
        return None
    names = {fold(each): each for each in _defined_names(document)}
    found = nearest(fold(name), names, at_least=82.0)
    return names[found] if found else None


def _defined_names(document: Document) -> list[str]:
    return [entity.name for entity in document.entities if entity.fields]


def is_platform(name: str) -> bool:
    """Whether a framework or an engine brings the table: django_session, pg_class."""
    return fold_field(name) in _PLATFORM or name.strip("`\"'").lower().startswith(
        _PLATFORM_PREFIXES
    )


def is_whole(document: Document, *, but: str = "") -> bool:
    """Whether the document seems to define all entities that it speaks of.

    A storage document holds its system's data; another one claims it by defining at least four in
    five of the entities that its foreign keys and relationships point at. Even then users and
    tenants, by the folded name `but`, may stand elsewhere.
    """
    if document.kind == "storage":
        return True
    if but in _OFTEN_ELSEWHERE:
        return False
    names = {reference.entity for entity in document.entities for reference in _references(entity)}
    for relationship in document.relationships:
        if relationship.form is not Form.MERMAID:
            names |= {relationship.from_entity, relationship.to_entity}
    targets = {fold(name): document.entity(name) for name in names}
    known = [own for own in targets.values() if own is not None and own.fields]
    return len(known) >= _FEW and len(known) >= _SHARE * len(targets)


def _references(entity: Entity) -> list[Reference]:
    return [*(reference for _, reference in entity.foreign_keys()), *entity.references]
