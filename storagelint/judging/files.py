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
    if any(document.path == path for document in project.documents):
        return True
    if project.root is None or not is_inside(path) or "\0" in path:
        return False
    try:
        return (project.root / path).exists()
    except OSError:
        return False


def is_on_disk(document: Document, project: Project) -> bool:
    """Whether the document is a file below the root, and not the standard input."""
    if project.root is None or not is_inside(document.path):
        return False
    try:
        return (project.root / document.path).is_file()
    except (OSError, ValueError):
        return False
