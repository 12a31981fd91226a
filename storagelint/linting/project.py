"""Documents and settings -> the project that they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from storagelint.config import Settings
from storagelint.model import Document, Project, fold
from storagelint.model.components import FOLDER, Conductor


def project_of(documents: Iterable[Document], settings: Settings, root: Path | None) -> Project:
    """All documents of a run together, with what the settings say of those elsewhere."""
    in_order = sorted(documents, key=lambda document: document.path)
    return Project(in_order, root, external_entities(settings), read_conductors)


def external_entities(settings: Settings) -> frozenset[str]:
    """The folded names of entities that the settings declare to live elsewhere."""
    return frozenset(fold(name) for name in settings.external_entities)


def read_conductors(project: Project) -> tuple[Conductor, ...]:
    """The folders storage-conductor/ of a project; their reader is loaded where there are any."""
    if not any(FOLDER in head.path for head in project.heads):
        return ()
    from storagelint.reading import components

    return components.read_conductors(project)
