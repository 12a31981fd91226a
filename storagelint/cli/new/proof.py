"""The text of a new document -> what `storagelint check` would find in it but scaffolds."""

from __future__ import annotations

from storagelint.cli.session import Session
from storagelint.fixing.drafts import Drafts
from storagelint.judging.scaffolds import SCAFFOLD
from storagelint.linting.registry import Registry
from storagelint.linting.rule import Diagnostic, Severity
from storagelint.linting.selection import select

_EXPECTED = frozenset(["SL109", "SL112"])
"""What is said of every scaffold, and of neighbours that are still to be written."""


def objections(path: str, text: str, session: Session, registry: Registry) -> list[Diagnostic]:
    """The findings in a text as if it were a file at `path`, and all its proposals confirmed.

    `path` is below the project's root. Infos are no objections: what they ask for is known to
    the author alone.
    """
    settings = session.loaded.settings
    drafts = Drafts(
        registry,
        select(settings),
        settings,
        session.kinds,
        session.root,
        session.load,
        session.settings_path,
    )
    confirmed = text.replace(f"<!-- {SCAFFOLD}", "<!-- ")
    result = drafts.lint({path: confirmed.encode("utf-8")})
    found = [each for each in result.diagnostics if each.path == path]
    return [
        each for each in found if each.code not in _EXPECTED and each.severity is not Severity.INFO
    ]
