"""A name -> whether a design knows the entity, wherever it is said to live."""

from __future__ import annotations

import re

from storagelint.markdown import Fence
from storagelint.model.document import Document
from storagelint.model.names import fold
from storagelint.model.project import Project

_CODE = frozenset(
    """
    ts typescript js javascript tsx jsx py python go java kotlin kt cs csharp rb ruby rust rs php
    swift prisma dbml graphql proto scala dart elixir
    """.split()
)


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
    return any(fold(other) == key for other in names) or _in_code_or_heading(name, document)


def _in_code_or_heading(name: str, document: Document) -> bool:
    """Whether a heading is about the name, or code that is not SQL has it: a class, a model."""
    bare = re.escape(name.strip("`\"' ").rpartition(".")[2])
    whole = re.compile(rf"(?<!\w){bare}(?!\w)", re.IGNORECASE)
    if any(whole.search(section.title) for section in document.page.sections):
        return True
    fences = document.page.blocks(Fence)
    return any(each.language in _CODE and whole.search(each.text) for each in fences)
