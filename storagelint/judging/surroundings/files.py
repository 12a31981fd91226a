"""Path below the project's root -> whether such a file is there."""

from __future__ import annotations

import posixpath

from storagelint.model.document import Document
from storagelint.model.project import Project


def is_inside(path: str) -> bool:
    """Whether a normal path stays below the root."""
    return not (path.startswith(("/", "../")) or path == "..")


def exists(path: str, project: Project) -> bool:
    """Whether a file or a folder of this path is below the root, or among the documents."""
    path = posixpath.normpath(path)
    return project.has_document(path) or (is_inside(path) and project.exists(path))


def is_on_disk(document: Document, project: Project) -> bool:
    """Whether the document is a file below the root, and not the standard input."""
    return is_inside(document.path) and project.is_file(document.path)
