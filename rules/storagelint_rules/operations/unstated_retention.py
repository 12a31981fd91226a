"""SL525 unstated-retention: data that is kept for nobody knows how long."""

from __future__ import annotations

from storagelint.judging.stores.retained import is_retention_stated
from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic
from storagelint.model import Document


class UnstatedRetention(UnstatedTopic):
    """How long backups and cached copies are kept is another question."""

    code = "SL525"
    name = "unstated-retention"
    severity = Severity.WARNING
    section = ("volume", "performance")
    topics = ("retention",)
    silence = "how long data is kept"

    def is_stated(self, document: Document) -> bool:
        """Whether a volume or a sentence on data that is no copy says it."""
        return is_retention_stated(document)
