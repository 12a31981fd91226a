"""A name -> whether a design knows the entity, wherever it is said to live."""

from __future__ import annotations

from storagelint.model.document import Document
from storagelint.model.names import fold
from storagelint.model.project import Project


def knows(name: str, document: Document, project: Project) -> bool:
    """Whether a document, another one, a diagram, a relationship or the settings name it."""
    if project.entity(name, document) or project.is_external(name, document):
        return True
    key = fold(name)
    if not key:
        return True
    mentioned = (other for diagram in document.diagrams for other in diagram.names)
    ends = (end for each in document.relationships for end in (each.from_entity, each.to_entity))
    references = (
        reference.entity for entity in document.entities for _, reference in entity.foreign_keys()
    )
    names = (*mentioned, *ends, *references, *(store.technology for store in document.stores))
    return any(fold(other) == key for other in names)
