"""SL525 unstated-retention: data that is kept for nobody knows how long."""

from __future__ import annotations

from storagelint.linting.rule import Severity
from storagelint.linting.unstated import UnstatedTopic
from storagelint.model import Document
from storagelint.model.asked import lies_in


class UnstatedRetention(UnstatedTopic):
    """How long backups are kept is another question."""

    code = "SL525"
    name = "unstated-retention"
    severity = Severity.WARNING
    section = ("volume", "performance")
    topics = ("retention",)
    silence = "how long data is kept"

    def is_stated(self, document: Document) -> bool:
        """Whether a volume or a sentence outside the backup section says it."""
        said = document.operations.topics.get("retention", ())
        return any(volume.retention for volume in document.volumes) or any(
            not lies_in(document, statement, "backup") for statement in said
        )
