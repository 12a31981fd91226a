"""SL113 unlisted-system: a storage design of a system that the architecture does not know."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.surroundings.architecture import ARCHITECTURE, System, file_key, systems
from storagelint.linting.rule import Context, Diagnostic, Rule, Severity
from storagelint.model import Document

_COMMON = {"backend", "readme", "index", "overview"}
"""Names of files that stand for no single system."""


class UnlistedSystem(Rule):
    """Files in folders below docs/storage may be named for anything."""

    code = "SL113"
    name = "unlisted-system"
    severity = Severity.WARNING

    def check(self, document: Document, context: Context) -> Iterator[Diagnostic]:
        system = document.system
        if document.kind != "storage" or not system:
            return
        if document.path != f"docs/storage/{system}.md" or system.casefold() in _COMMON:
            return
        listed = [each for each in systems(context.project) or () if each.backend]
        if listed and not any(_is_same(system, document.path, each) for each in listed):
            span = document.page.source.line_span(1)
            message = f"{system} is no backend system of {ARCHITECTURE}"
            yield self.at(document, span, message)


def _is_same(name: str, path: str, system: System) -> bool:
    bare = system.key.removeprefix("backend-")
    return path == system.document or file_key(name).removeprefix("backend-") == bare
