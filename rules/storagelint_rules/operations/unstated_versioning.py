"""SL503 unstated-versioning: migrations that nobody can order or find applied."""

from __future__ import annotations

from storagelint.judging.pages.asked import SCHEMAS
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic
from storagelint.model import Document


class UnstatedVersioning(UnstatedTopic):
    """A named tool brings one of the two with it, so that either is enough beside it."""

    code = "SL503"
    name = "unstated-versioning"
    severity = Severity.WARNING
    section = ("migration",)
    topics = ("migration-naming", "migration-tracking")
    silence = "how migrations are named and tracked"
    stores = SCHEMAS

    def is_stated(self, document: Document) -> bool:
        """Whether naming and tracking are told, one of them by the tool."""
        told = [document.operations.first(topic) is not None for topic in self.topics]
        return any(told) if document.operations.first("migration-tool") else all(told)
