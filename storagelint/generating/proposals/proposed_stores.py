"""What the project says of its technologies -> the stores that a design without any may mean."""

from __future__ import annotations

import posixpath

from storagelint.judging.stores.migrations import tools_in
from storagelint.judging.stores.products import products_in
from storagelint.judging.surroundings.architecture import file_key, systems
from storagelint.judging.surroundings.neighbours import beside, text_of
from storagelint.model import Document, Project, Store

REPORT = "00-research-report.md"
_KEEPS = frozenset(
    "relational document key-value object search time-series vector graph column warehouse".split()
)
_MOST = 3


def proposed_stores(document: Document, project: Project) -> list[Store]:
    """The stores that the system's tech stack names, else the research report beside it."""
    found: dict[str, str] = {}
    for text in (_stack(document, project), text_of(beside(document, REPORT), project)):
        if text and not found:
            found = {
                product: store_class
                for product, store_class in products_in(text).items()
                if store_class in _KEEPS
            }
    return [
        Store(technology=product, store_class=store_class)
        for product, store_class in list(found.items())[:_MOST]
    ]


def migration_tool(document: Document, project: Project) -> str | None:
    """The one migration tool that the project names, or None."""
    said = [said.text for said in document.operations.topics.get("migration-tool", ())]
    texts = [*said, _stack(document, project), text_of(beside(document, REPORT), project)]
    for text in texts:
        tools = tools_in(text) if text else set()
        if len(tools) == 1:
            return tools.pop()
    return None


def _stack(document: Document, project: Project) -> str | None:
    """The technologies of the backend system that the document is about."""
    own = document.system or posixpath.basename(document.path).removesuffix(".md")
    for system in systems(project) or ():
        if document.path in system.designs or file_key(own) == system.key:
            return system.stack
    return None
