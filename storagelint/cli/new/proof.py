"""The text of a new document -> what `storagelint check` would find in it but scaffolds."""

from __future__ import annotations

from storagelint.cli.session import Session
from storagelint.judging.pages.scaffolds import SCAFFOLD
from storagelint.linting.files import File
from storagelint.linting.registry import Registry
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.linting.run import Run
from storagelint.linting.selection import select
from storagelint.linting.task import Task

_EXPECTED = frozenset(["SL109", "SL112"])
"""What is said of every scaffold, and of neighbours that are still to be written."""


def objections(path: str, text: str, session: Session, registry: Registry) -> list[Diagnostic]:
    """The findings in a text as if it were a file at `path`, and all its proposals confirmed.

    `path` is below the project's root. Infos are no objections: what they ask for is known to
    the author alone.
    """
    settings = session.loaded.settings
    task = Task(settings, select(settings), session.root, session.settings_path, found=registry)
    confirmed = text.replace(f"<!-- {SCAFFOLD}", "<!-- ").encode("utf-8")
    file = File(session.root / path, path, path)
    result = Run(task, registry, [file], lambda _file: confirmed).result()
    found = [each for each in result.diagnostics if each.path == path]
    return [
        each for each in found if each.code not in _EXPECTED and each.severity is not Severity.INFO
    ]
